-- Hosts, issues, and the manifest of the Parquet files.
-- Times are microseconds since 1970 UTC, truth values 0 or 1. Plain enough for SQLite and PostgreSQL.

-- Numbers given out so far.
CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES
  ('issue', 0), ('occurrence', 0), ('rolled_segment', 0),
  ('quarantined_files', 0), ('damaged_records', 0), ('torn_bytes', 0);

-- A host as its last heartbeat told it.
CREATE TABLE host (
  host TEXT PRIMARY KEY,
  boot TEXT NOT NULL,
  kernel TEXT NOT NULL,
  kernel_build_id TEXT,
  kernel_version TEXT NOT NULL,
  architecture TEXT NOT NULL,
  command_line TEXT NOT NULL,
  cpu_model TEXT NOT NULL,
  cpus INTEGER NOT NULL,
  memory_bytes BIGINT NOT NULL,
  cgroup_mode TEXT NOT NULL,
  booted_at BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  heartbeat_at BIGINT NOT NULL,
  agent_version TEXT NOT NULL,
  uptime_ns BIGINT NOT NULL,
  cpu_ns BIGINT NOT NULL,
  rss_bytes BIGINT NOT NULL,
  samples BIGINT NOT NULL,
  lost_samples BIGINT NOT NULL,
  truncated_stacks BIGINT NOT NULL,
  windows BIGINT NOT NULL,
  uploaded_bytes BIGINT NOT NULL,
  spool_bytes BIGINT NOT NULL,
  dropped_uploads BIGINT NOT NULL,
  unreadable_readings BIGINT NOT NULL
);

CREATE TABLE limitation (
  host TEXT NOT NULL REFERENCES host,
  position INTEGER NOT NULL,
  feature TEXT NOT NULL,
  cause TEXT NOT NULL,
  remedy TEXT NOT NULL,
  PRIMARY KEY (host, position)
);

-- Heartbeats of about the last hour: two of one agent run give its CPU use.
CREATE TABLE heartbeat (
  host TEXT NOT NULL REFERENCES host,
  received_at BIGINT NOT NULL,
  uptime_ns BIGINT NOT NULL,
  cpu_ns BIGINT NOT NULL,
  PRIMARY KEY (host, received_at)
);

CREATE TABLE host_event (
  host TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (host, at, kind, title)
);

CREATE TABLE issue (
  issue BIGINT PRIMARY KEY,
  title TEXT NOT NULL,
  type TEXT NOT NULL,
  frame TEXT,
  corrupted INTEGER NOT NULL,
  panicked INTEGER NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  occurrences BIGINT NOT NULL
);
CREATE INDEX issue_by_last_seen ON issue (last_seen, issue);

-- Every name the reports of an issue had. One name may belong to several issues.
CREATE TABLE issue_title (
  title TEXT NOT NULL,
  issue BIGINT NOT NULL REFERENCES issue,
  PRIMARY KEY (title, issue)
);
CREATE INDEX issue_title_by_issue ON issue_title (issue);

-- Issues that a report named both of: it went to "issue", the two were kept apart.
CREATE TABLE issue_contact (
  issue BIGINT NOT NULL REFERENCES issue,
  other BIGINT NOT NULL REFERENCES issue,
  title TEXT NOT NULL,
  occurrences BIGINT NOT NULL,
  PRIMARY KEY (issue, other)
);

CREATE TABLE issue_kernel (
  issue BIGINT NOT NULL REFERENCES issue,
  kernel TEXT NOT NULL,
  occurrences BIGINT NOT NULL,
  PRIMARY KEY (issue, kernel)
);
CREATE INDEX issue_kernel_by_kernel ON issue_kernel (kernel, issue);

CREATE TABLE issue_host (
  issue BIGINT NOT NULL REFERENCES issue,
  host TEXT NOT NULL,
  occurrences BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  PRIMARY KEY (issue, host)
);
CREATE INDEX issue_host_by_host ON issue_host (host, issue);

-- day: days since 1970-01-01 UTC.
CREATE TABLE issue_day (
  issue BIGINT NOT NULL REFERENCES issue,
  day BIGINT NOT NULL,
  occurrences BIGINT NOT NULL,
  PRIMARY KEY (issue, day)
);

-- boot is empty text for logs that came from files.
CREATE TABLE occurrence (
  occurrence BIGINT PRIMARY KEY,
  issue BIGINT NOT NULL REFERENCES issue,
  host TEXT NOT NULL,
  boot TEXT NOT NULL,
  source TEXT NOT NULL,
  sequence BIGINT NOT NULL,
  kernel TEXT,
  at BIGINT NOT NULL,
  exact_time INTEGER NOT NULL,
  title TEXT NOT NULL,
  type TEXT NOT NULL,
  frame TEXT,
  corrupted INTEGER NOT NULL,
  suppressed INTEGER NOT NULL,
  panicked INTEGER NOT NULL,
  start_line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  uptime_ns BIGINT,
  task TEXT,
  pid INTEGER,
  cpu INTEGER,
  blame_line INTEGER,
  text TEXT NOT NULL,
  UNIQUE (host, boot, source, sequence)
);
CREATE INDEX occurrence_by_issue ON occurrence (issue, at, occurrence);
CREATE INDEX occurrence_by_host ON occurrence (host, at);

-- Parquet files. hour is -1 in a file that holds a whole day, bucket -1 in one that holds all hosts.
CREATE TABLE manifest (
  path TEXT PRIMARY KEY,
  table_name TEXT NOT NULL,
  day BIGINT NOT NULL,
  hour INTEGER NOT NULL,
  bucket INTEGER NOT NULL,
  min_us BIGINT NOT NULL,
  max_us BIGINT NOT NULL,
  row_count BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  checksum TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX manifest_by_time ON manifest (table_name, min_us);

-- Sequence numbers that are in Parquet, as inclusive ranges: what makes an upload a duplicate.
CREATE TABLE seen_range (
  host TEXT NOT NULL,
  boot TEXT NOT NULL,
  stream TEXT NOT NULL,
  first BIGINT NOT NULL,
  last BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  PRIMARY KEY (host, boot, stream, first)
);

-- What each roll added for a host: bytes of Parquet for span_us of its time.
CREATE TABLE host_growth (
  host TEXT NOT NULL,
  rolled_at BIGINT NOT NULL,
  span_us BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (host, rolled_at)
);

-- Time of the first profile or vital sign a host ever had here.
CREATE TABLE host_data (
  host TEXT PRIMARY KEY,
  data_from BIGINT NOT NULL
);
