-- Events of a fleet beside kernel reports, and what the fleet's order of issues needs.

-- kind: report, or the part of the machine an event is of (memory, storage, gpu ...); the type of an event is its rule.
ALTER TABLE issue ADD COLUMN kind TEXT NOT NULL DEFAULT 'report';

-- severity: 0 fatal, 1 work-lost, 2 degraded, 3 corrected, 4 notice; of an issue the worst of its occurrences.
-- -1: filed before this step; worked out when the store is opened.
ALTER TABLE issue ADD COLUMN severity INTEGER NOT NULL DEFAULT -1;
ALTER TABLE occurrence ADD COLUMN severity INTEGER NOT NULL DEFAULT -1;

-- What an event is of, as its driver calls it.
ALTER TABLE occurrence ADD COLUMN device TEXT;

-- Kernel releases that hosts ran, and when the first of them did.
CREATE TABLE fleet_kernel (
  kernel TEXT PRIMARY KEY,
  first_seen BIGINT NOT NULL
);
INSERT INTO fleet_kernel (kernel, first_seen)
  SELECT kernel, min(first_seen) FROM host GROUP BY kernel;

-- Which hosts got an issue lately.
CREATE INDEX issue_host_by_first_seen ON issue_host (first_seen, issue);
