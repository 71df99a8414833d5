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
    $2 == "pass" && NF == 3 { passed += $3 }
    ($2 == "fail" || $2 == "cancelled") && NF == 3 { failed += $3 }
    ($2 == "skipped" || $2 == "todo") && NF == 3 { skipped += $3 }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# Runs Maven's part; $1 = a module or nothing for all.
run_java_tests() {
  local module=$1 arguments=(-B --no-transfer-progress --fail-at-end)
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
  fi
  (cd "$root" && mvn "${arguments[@]}" verify)
}

# Runs the tests of the web pages.
run_web_tests() {
  local app=$root/web/app
  if [ ! -e "$app/node_modules/.package-lock.json" ] ||
    [ "$app/package-lock.json" -nt "$app/node_modules/.package-lock.json" ]; then
    npm --prefix "$app" ci
  fi
  (cd "$app" && npm test)
}

# Runs the whole suite, or with `--module M` that of one Maven module; the last line is the count.
run_tests() {
  local module='' status=0 web_log=$root/target/web-test.log java web
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
  : >"$web_log"
  run_java_tests "$module" || status=1
  if [ -e "$root/web/app/package.json" ] && { [ -z "$module" ] || [ "$module" = web ]; }; then
    run_web_tests 2>&1 | tee "$web_log" || status=1
  fi

  read -r -a java <<<"$(java_results "$root")"
  read -r -a web <<<"$(node_results "$web_log")"
  if [ $((java[1] + web[1])) -gt 0 ]; then status=1; fi
  if [ "$status" -ne 0 ]; then echo 'kedge test: FAILED (see above)'; fi
  printf '%d passed, %d failed, %d skipped\n' \
    $((java[0] + web[0])) $((java[1] + web[1])) $((java[2] + web[2]))
  return "$status"
}
