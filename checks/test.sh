# shellcheck shell=bash
# What ./kedge test runs; sourced by ./kedge, which sets `root` and JAVA_HOME.
: "${root:?is set by ./kedge}"

# Prints "passed failed skipped" summed over the Surefire reports below $1.
java_results() {
  find "$1" -path '*/target/surefire-reports/TEST-*.xml' -not -path '*/node_modules/*' -exec cat {} + |
    awk '
      function attribute(name) {
        return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0
      }
      /<testsuite / {
        tests += attribute("tests"); skipped += attribute("skipped")
        failed += attribute("errors") + attribute("failures")
      }
      END { print tests - failed - skipped, failed + 0, skipped + 0 }'
}

# Prints "passed failed skipped" summed over the closing lines of node's test runner in the file $1.
node_results() {
  awk '
    NF != 3 || ($1 != "#" && $1 != "ℹ") { next }
    $2 == "pass" { passed += $3 }
    $2 == "fail" || $2 == "cancelled" { failed += $3 }
    $2 == "skipped" || $2 == "todo" { skipped += $3 }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# Runs Maven, which runs all tests, those of the web pages included; $1 = a module or nothing.
run_maven() {
  local module=$1 arguments=(-B --no-transfer-progress --fail-at-end -Dstyle.color=never)
  # Classes a quick build left behind were never seen by Error Prone, and Maven takes them for up
  # to date: compile anew.
  local directory
  for directory in "$root"/*/target; do
    rm -rf "$directory/surefire-reports"
    if [ -z "$module" ] || [ "$directory" = "$root/$module/target" ]; then
      rm -rf "$directory"/{classes,test-classes,maven-status}
    fi
  done
  if [ -n "$module" ]; then
    arguments+=(-pl "$module" -am -Dsurefire.failIfNoSpecifiedTests=false "-Dtest=dev/kedge/$module/**")
    if [ "$module" != web ]; then arguments+=(-Dkedge.web.test.skip=true); fi
  fi
  (cd "$root" && mvn "${arguments[@]}" verify)
}

# Runs the whole suite, or with `--module M` that of one Maven module; the last line is the count.
run_tests() {
  local module='' status=0 log=$root/target/test.log java web
  while [ $# -gt 0 ]; do
    case $1 in
      --module)
        module=${2:-}
        if [ -z "$module" ] || [ ! -e "$root/$module/pom.xml" ]; then
          echo "kedge test: --module needs one of: $(cd "$root" && echo ./*/pom.xml | sed 's#\./##g; s#/pom.xml##g')" >&2
          return 2
        fi
        shift 2
        ;;
      *)
        echo "kedge test: unknown argument '$1'; usage: ./kedge test [--module MODULE]" >&2
        return 2
        ;;
    esac
  done

  mkdir -p "$root/target"
  run_maven "$module" 2>&1 | tee "$log" || status=1
  if grep -q 'BROWSER TEST SKIPPED' "$root"/checks/target/surefire-reports/TEST-*.xml 2>/dev/null; then
    echo 'kedge test: the browser test was skipped: install chromium (Debian: apt-get install chromium)'
  fi

  read -r -a java <<<"$(java_results "$root")"
  read -r -a web <<<"$(node_results "$log")"
  if [ $((java[1] + web[1])) -gt 0 ]; then status=1; fi
  if [ "$status" -ne 0 ]; then echo 'kedge test: FAILED (see above)'; fi
  # Maven ends without a line break (a colour reset): the count stands alone on its line.
  printf '\n%d passed, %d failed, %d skipped\n' \
    $((java[0] + web[0])) $((java[1] + web[1])) $((java[2] + web[2]))
  return "$status"
}
