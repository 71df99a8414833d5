// A service: JSON over HTTP, promises and closures of each request, asked by clients in the same process.
const http = require('node:http');

const items = Array.from({ length: 400 }, (_, id) => ({ id, name: `item ${id % 37}`, price: id * 7 % 101 }));

class Catalogue {
  constructor(rows) {
    this.rows = rows;
  }
  search(query) {
    const pattern = new RegExp(`^item ${query.digit}`);
    return this.rows.filter((row) => pattern.test(row.name)).map((row) => ({ ...row, tax: row.price * 0.2 }));
  }
  async ranked(query) {
    const found = this.search(query);
    await null;
    found.sort((a, b) => b.price - a.price || a.id - b.id);
    return found.slice(0, query.limit);
  }
}

const catalogue = new Catalogue(items);

async function answer(body) {
  const query = JSON.parse(body);
  const rows = await catalogue.ranked(query);
  const total = rows.reduce((sum, row) => sum + row.price + row.tax, 0);
  return JSON.stringify({ total, rows });
}

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', async () => {
    const text = await answer(Buffer.concat(parts).toString());
    response.setHeader('content-type', 'application/json');
    response.end(text);
  });
});

function ask(agent, port, digit) {
  const request = http.request({ agent, port, method: 'POST' }, (response) => {
    let text = '';
    response.on('data', (part) => (text += part));
    response.on('end', () => {
      JSON.parse(text);
      ask(agent, port, (digit + 1) % 10);
    });
  });
  request.end(JSON.stringify({ digit, limit: 50 }));
}

server.listen(0, '127.0.0.1', () => {
  const agent = new http.Agent({ keepAlive: true });
  for (let client = 0; client < 4; client++) ask(agent, server.address().port, client);
});
