/** What the browser has for a service worker, in the page that runs. */
import type { ServiceWorkerOptions } from './service-worker-client';

const SCRIPT = 'serving.sw.js';

/** @param isBuilt false on the development server, which has no service worker */
export function serviceWorkerHere(isBuilt: boolean): ServiceWorkerOptions {
  const refusal = isBuilt
    ? refusalHere()
    : 'The development server has no service worker: what needs one runs in the page.';
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return {
    container: refusal ? undefined : navigator.serviceWorker,
    refusal,
    script: new URL(SCRIPT, new URL('./', location.href)).href,
    entry: script?.src ?? '',
    calm,
    reload: () => location.reload(),
  };
}

function refusalHere(): string | undefined {
  if (!isSecureContext) {
    return 'Browsers keep pages for offline use only from https or localhost. Open this page at such an address.';
  }
  if (!('serviceWorker' in navigator)) {
    return 'This browser has no service workers, or refuses them in a private window. Use another window or browser.';
  }
  return undefined;
}

/** After the page has loaded, and the lesson with it. */
async function calm(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  }
  await new Promise((resolve) => setTimeout(resolve, 1500));
}
