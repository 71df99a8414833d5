// A stand-in for the server, for work on the pages only: node dev/server.mjs --port 7900
// --scenario none|young|little|much [--token TOKEN] [--delay MS]. It serves the built app with the
// server's content security policy, and data made up from seeds.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { examplesOf, scenarioOf, simulationOf } from './bandwidth.mjs';
import { diffOf, flameOf, regressionsOf } from './flame.mjs';
import { heatOf } from './heat.mjs';
import {
  coverageOf,
  eventsOf,
  hostOf,
  hostSummary,
  hostsOf,
  processesOf,
  vitalsOf,
} from './hosts.mjs';
import { explanationOf, hangOf, issueOf, issuePage, occurrencesOf } from './issues.mjs';
import { valuesOf } from './values.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7900' },
    scenario: { type: 'string', default: 'much' },
    token: { type: 'string', default: '' },
    delay: { type: 'string', default: '0' },
  },
});
const { scenario } = values;
const root = fileURLToPath(new URL('../../target/classes/web', import.meta.url));
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

class Problem extends Error {
  constructor(status, title, detail) {
    super(detail);
    Object.assign(this, { status, title });
  }
}

function api(path, query) {
  const times = () => [Number(query.get('from')), Number(query.get('to'))];
  if (path === '/hosts') {
    return { hosts: hostsOf(scenario).map((one) => hostSummary(one, scenario)), next: null };
  }
  if (path === '/bandwidth/examples') return examplesOf(scenario);
  if (path === '/issues') return issuePage(query, scenario);
  const issue = /^\/issues\/(\d+)(\/occurrences)?$/.exec(path);
  if (issue) {
    const one = issueOf(Number(issue[1]), scenario);
    if (!one) throw new Problem(404, 'No such issue', `There is no issue ${issue[1]}.`);
    return issue[2] ? occurrencesOf(one.issue, query, scenario) : one;
  }
  const occurrence = /^\/occurrences\/(\d+)\/(hang|explain)$/.exec(path);
  if (occurrence) {
    const id = Number(occurrence[1]);
    return occurrence[2] === 'hang' ? hangOf(id) : explanationOf(id, query);
  }
  const fleet = /^\/profiles\/(.+)$/.exec(path);
  if (fleet) return samples(fleet[1], query);
  const host = /^\/hosts\/([^/]+)(?:\/(.+))?$/.exec(path);
  if (!host) throw new Problem(404, 'Not found', path);
  const name = decodeURIComponent(host[1]);
  if (!hostsOf(scenario).includes(name))
    throw new Problem(404, 'No such host', `No agent of ${name} was heard.`);
  switch (host[2]) {
    case undefined:
      return hostOf(name, scenario);
    case 'vitals':
      return vitalsOf(name, ...times(), Number(query.get('points') ?? 600), scenario);
    case 'events':
      return eventsOf(name, ...times(), scenario);
    case 'coverage':
      return coverageOf(name, ...times(), scenario);
    case 'processes':
      return processesOf(scenario);
    default:
      return samples(host[2], query);
  }
}

function samples(what, query) {
  switch (what) {
    case 'flame':
      return flameOf(query, scenario);
    case 'heat':
      return heatOf(query, scenario);
    case 'flame/diff':
      return diffOf(query, scenario);
    case 'regressions':
      return regressionsOf(query, scenario);
    case 'values':
      return valuesOf(query, scenario);
    default:
      throw new Problem(404, 'Not found', what);
  }
}

function json(response, status, body) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type });
  response.end(JSON.stringify(body));
}

function file(response, path) {
  const wanted = join(root, normalize(path));
  const found = wanted.startsWith(root) && existsSync(wanted) && statSync(wanted).isFile();
  const served = found ? wanted : join(root, 'index.html');
  response.writeHead(200, {
    'Content-Type': TYPES[extname(served)] ?? 'application/octet-stream',
    'Content-Security-Policy': "default-src 'self'; style-src 'self' 'unsafe-inline'",
  });
  createReadStream(served).pipe(response);
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (!url.pathname.startsWith('/api/v1')) return file(response, url.pathname);
  if (values.token && request.headers.authorization !== `Bearer ${values.token}`) {
    return json(response, 401, {
      type: 'about:blank',
      title: 'Not allowed',
      status: 401,
      detail: 'A token is needed.',
    });
  }
  const answer = () => {
    try {
      if (url.pathname.startsWith('/api/v1/bandwidth/') && request.method === 'POST') {
        return collect(request, (text) =>
          url.pathname.endsWith('/simulate')
            ? simulationOf(url.searchParams, text)
            : scenarioOf(text),
        );
      }
      if (request.method === 'POST') {
        request.resume();
        return json(response, 200, {
          reports: [
            {
              issue: 12,
              title: 'KASAN: slab-use-after-free Read in nft_trans_gc_work',
              newIssue: true,
              startLine: 4,
              endLine: 31,
            },
          ],
        });
      }
      if (url.pathname.endsWith('/profile')) {
        response.writeHead(200, { 'Content-Type': 'text/plain' });
        return response.end('main;work 12\n');
      }
      return json(response, 200, api(url.pathname.slice('/api/v1'.length), url.searchParams));
    } catch (cause) {
      return refuse(cause);
    }
  };
  const refuse = (cause) => {
    const status = cause.status ?? 500;
    return json(response, status, {
      type: 'about:blank',
      title: cause.title ?? 'Broken',
      status,
      detail: String(cause.message),
    });
  };
  const collect = async (body, make) => {
    let text = '';
    for await (const chunk of body) text += chunk;
    try {
      json(response, 200, make(text));
    } catch (cause) {
      refuse(cause);
    }
  };
  return Number(values.delay) > 0 ? setTimeout(answer, Number(values.delay)) : answer();
});
server.listen(Number(values.port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${values.port}/ shows "${scenario}"`);
});
