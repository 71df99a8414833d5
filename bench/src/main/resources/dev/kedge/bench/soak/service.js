// A web service and its only client in one process, until it is killed.
const http = require('node:http');

const server = http.createServer((request, response) => {
  const rows = Array.from({ length: 200 }, (_, i) => ({ id: i, path: request.url, when: Date.now() }));
  response.end(JSON.stringify(rows));
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  let count = 0;
  const ask = () =>
    http.get({ port, path: `/rows/${count++}`, agent: false }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => {
        JSON.parse(text);
        setTimeout(ask, 5);
      });
    });
  ask();
});
