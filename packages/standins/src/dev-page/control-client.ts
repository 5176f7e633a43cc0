/**
 * Asks a stand-in's `/_control`.
 * @throws Error with the stand-in's own words when it refuses
 */
export async function askControl<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}/_control${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const answer = (await response.json()) as T & { error?: unknown };
  if (response.ok) return answer;
  const { error } = answer;
  throw new Error(typeof error === 'string' ? error : JSON.stringify(error));
}
