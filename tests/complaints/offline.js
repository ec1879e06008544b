// A service worker that keeps the app for when there is no network, as apps that work offline have one.
const kept = caches.open('app');

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  if (new URL(event.request.url).origin === self.location.origin) event.respondWith(answer(event.request));
});

async function answer(request) {
  const cache = await kept;
  try {
    const response = await fetch(request);
    await cache.put(request, response.clone());
    return response;
  } catch {
    return cache.match(request);
  }
}
