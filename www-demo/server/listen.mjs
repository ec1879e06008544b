import { createServer } from 'node:http';

/**
 * Listens before there is anything to serve: an issuer and a redirect URI hold the port, so it must be known first.
 * Requests that come in before `handle` wait. Port 0 takes a free one.
 */
export async function listen(port = 0, host = 'localhost') {
  let ready;
  const handler = new Promise((resolve) => {
    ready = resolve;
  });
  const server = createServer(async (request, response) => {
    try {
      await (await handler)(request, response);
    } catch (error) {
      console.error(error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(error.code === 'EADDRINUSE' ? taken(port, host, error) : error));
    server.listen(port, host, resolve);
  });
  const url = `http://${host}:${server.address().port}`;

  async function close() {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    // close() alone waits for the browser to let go of its idle connections, which takes as long as it likes.
    server.closeAllConnections();
    await closed;
  }

  return { server, url, handle: ready, close };
}

const taken = (port, host, cause) =>
  new Error(`Port ${port} on ${host} is in use. Stop what uses it, or choose another port.`, { cause });
