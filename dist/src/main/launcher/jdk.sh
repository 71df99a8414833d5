# shellcheck shell=bash
# Finds a JDK for Kedge; sourced by ./kedge and bin/kedge.
#
# The version is read from the JDK's `release` file, so that looking at ten of them starts no
# process.

KEDGE_JDK_MINIMUM=25

# Prints the feature version of the JDK at $1, or nothing when there is none.
kedge_jdk_version() {
  local line version
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        version=${line#*\"}
        version=${version%%[!0-9]*}
        printf '%s' "$version"
        return 0
        ;;
    esac
  done <"$1/release"
}

# Says whether the directory $1 holds a Java of at least KEDGE_JDK_MINIMUM; with $2 = javac it has
# to have the compiler as well.
kedge_jdk_fits() {
  local version
  version=$(kedge_jdk_version "$1")
  [ -n "$version" ] && [ "$version" -ge "$KEDGE_JDK_MINIMUM" ] || return 1
  [ "${2:-}" != javac ] || [ -x "$1/bin/javac" ]
}

# Prints the directories that may hold a JDK, the user's choice first.
kedge_jdk_candidates() {
  local java
  if [ -n "${KEDGE_JAVA_HOME:-}" ]; then printf '%s\n' "$KEDGE_JAVA_HOME"; fi
  if [ -n "${JAVA_HOME:-}" ]; then printf '%s\n' "$JAVA_HOME"; fi
  if java=$(command -v java); then
    java=$(readlink -f "$java")
    printf '%s\n' "${java%/bin/java}"
  fi
  printf '%s\n' /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/* /opt/java/* \
    /usr/java/* /usr/local/*jdk*
}

# Prints the first JDK that fits; $1 = javac asks for one with a compiler. Returns 1 when there is
# none.
kedge_find_jdk() {
  local home
  while IFS= read -r home; do
    if kedge_jdk_fits "$home" "${1:-}"; then
      printf '%s' "$home"
      return 0
    fi
  done <<CANDIDATES
$(HOME=${HOME:-/nonexistent} kedge_jdk_candidates)
CANDIDATES
  return 1
}

# The one line that is said when no JDK was found; $1 = what it is for.
kedge_jdk_missing() {
  printf 'kedge: no JDK %s or newer found, which is needed to %s. Install one (any OpenJDK build; looked at KEDGE_JAVA_HOME, JAVA_HOME, java on the PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks, /opt) or point JAVA_HOME at it.\n' \
    "$KEDGE_JDK_MINIMUM" "$1" >&2
}
