/** A thread of the SIMD kernels: wires its first message to the team that it joins. */
import { serveTeam, type TeamOrder } from '#simd';

addEventListener('message', ({ data }: MessageEvent<TeamOrder>) => serveTeam(data, postMessage), {
  once: true,
});
