-- What reports of an issue have shown besides titles, and hangs that were reported again.
-- Rows from before this step have none of it, which says nothing for or against grouping.

-- kind: blocker, module, stack or file. version: of the way fingerprints are taken; only the current one is compared.
CREATE TABLE issue_mark (
  issue BIGINT NOT NULL REFERENCES issue,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  value TEXT NOT NULL,
  occurrences BIGINT NOT NULL,
  PRIMARY KEY (issue, kind, version, value)
);
CREATE INDEX issue_mark_by_value ON issue_mark (kind, version, value, issue);

-- why: in words, why the report is in this issue.
ALTER TABLE occurrence ADD COLUMN why TEXT;

-- A state the kernel reports while it lasts is one occurrence: which state, how often it was
-- reported, and the kernel's time of the last report.
ALTER TABLE occurrence ADD COLUMN state TEXT;
ALTER TABLE occurrence ADD COLUMN times INTEGER NOT NULL DEFAULT 1;
ALTER TABLE occurrence ADD COLUMN last_uptime_ns BIGINT;
CREATE INDEX occurrence_by_state ON occurrence (host, boot, source, state, uptime_ns);
