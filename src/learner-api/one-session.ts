/** A session for a single run: what a lost device cannot finish, the next backend does from the start. */
import { DeviceLostError, type Program, type Session, type SessionState } from '#engine';
import { nextSeed } from './random';
import { getRuntime } from './runtime';

const MOST_RECOVERIES = 4;

/**
 * @param use must not change anything before its last wait for the session
 * @throws what `use` throws, but a lost device only when no other backend is left
 */
export async function inOneSession<T>(
  program: Program,
  state: SessionState,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  const seed = nextSeed();
  for (let recoveries = 0; ; recoveries++) {
    const { session } = await getRuntime().open(program, state, seed);
    try {
      return await use(session);
    } catch (error) {
      if (!(error instanceof DeviceLostError) || recoveries === MOST_RECOVERIES) throw error;
    } finally {
      session.close();
    }
  }
}
