import { expect, test } from 'vitest';
import { browserName } from './machine';

const MOZILLA = 'Mozilla/5.0';
const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

test.each([
  [
    `${MOZILLA} (X11; Linux x86_64) ${WEBKIT} HeadlessChrome/156.0.0.0 Safari/537.36`,
    'Chrome 156 on X11; Linux x86_64',
  ],
  [
    `${MOZILLA} (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/150.0.0.0 Safari/537.36 Edg/150.0.0.0`,
    'Edge 150 on Windows NT 10.0; Win64; x64',
  ],
  [
    `${MOZILLA} (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0`,
    'Firefox 145 on X11; Linux x86_64; rv:145.0',
  ],
  [
    `${MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Version/26.1 Safari/605.1.15`,
    'Safari 26.1 on Macintosh; Intel Mac OS X 10_15_7',
  ],
  ['something else', 'a browser on an unknown system'],
])('%s', (agent, expected) => {
  expect(browserName(agent)).toBe(expected);
});
