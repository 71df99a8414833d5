-- The index of a repository's commits. Everything in it is derived from the repository: a file of
-- another version is thrown away and built anew.
--
-- Commits are numbered from 0 in the order in which they were first read.
CREATE TABLE commits (
  n INTEGER PRIMARY KEY,
  id BLOB NOT NULL,
  -- Ids of the parents one behind the other; one may lie below the cut of a shallow clone.
  parents BLOB NOT NULL,
  author TEXT NOT NULL,
  author_time INTEGER NOT NULL,
  commit_time INTEGER NOT NULL,
  subject TEXT NOT NULL,
  -- SubjectKey of the subject, to find the same change under another id.
  subject_key INTEGER NOT NULL,
  -- Name of the ProvenanceClass.
  class TEXT NOT NULL,
  -- Name of the Commit.TextQuality.
  text_quality TEXT NOT NULL
);

-- Other commits that a commit names; kind is a FactKind.
CREATE TABLE facts (
  n INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  hex TEXT NOT NULL,
  subject TEXT,
  PRIMARY KEY (n, ordinal)
) WITHOUT ROWID;

-- Patch ids (git patch-id --stable), computed when first asked for; empty for an empty change.
CREATE TABLE patch_ids (n INTEGER PRIMARY KEY, id BLOB NOT NULL);
CREATE INDEX patch_ids_by_id ON patch_ids (id);

-- Touched files, read when first asked for; listed says for which commits that was done.
CREATE TABLE files (
  n INTEGER NOT NULL,
  path BLOB NOT NULL,
  status TEXT NOT NULL,
  PRIMARY KEY (n, path)
) WITHOUT ROWID;
CREATE TABLE listed (n INTEGER PRIMARY KEY);

-- Commits below which everything is indexed.
CREATE TABLE tips (id BLOB PRIMARY KEY) WITHOUT ROWID;

-- What the contents depend on besides the commits: version of the parser, cut of a shallow clone.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
