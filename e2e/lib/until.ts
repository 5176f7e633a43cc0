/**
 * Asks until the answer is right; what did not come in time fails with what was answered last.
 * @param ask anything; an exception counts as a wrong answer
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  isRight: (answer: T) => boolean = Boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (isRight(answer)) return answer;
      last = answer;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(
    `${what} did not come; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`,
  );
}
