#!/bin/sh
# Builds or tests the browser app with the system's Node; Maven calls it, a person may too.
#   build.sh pages   install packages when the lock file changed, build when a source changed
#   build.sh test    lint, types, unit tests
set -eu
cd "$(dirname "$0")/app"
out=../target/classes/web

if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
  echo "kedge-web: node and npm are needed (Node 20.19 or newer) and are not on the PATH." >&2
  echo "kedge-web: on Debian: apt-get install nodejs npm; or leave the pages out: -Dkedge.web.skip" >&2
  exit 1
fi
if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'; then
  echo "kedge-web: Node $(node --version) is too old, 20.19 or newer is needed." >&2
  echo "kedge-web: install a newer one, or leave the pages out: -Dkedge.web.skip" >&2
  exit 1
fi

# The stamp holds what was installed, so that a build without a change starts no package manager.
stamp=node_modules/.kedge-lock
if ! cmp -s package-lock.json "$stamp"; then
  echo "kedge-web: installing npm packages (once per change of package-lock.json)"
  npm ci --no-audit --no-fund --loglevel=error
  cp package-lock.json "$stamp"
fi

case "${1:-pages}" in
  pages)
    if [ -f "$out/index.html" ] && [ -z "$(find index.html package-lock.json vite.config.ts svelte.config.js src public -newer "$out/index.html" -print -quit)" ]; then
      exit 0
    fi
    npm run --silent build -- --logLevel warn
    ;;
  test)
    npm run --silent test
    ;;
  *)
    echo "usage: build.sh pages|test" >&2
    exit 2
    ;;
esac
