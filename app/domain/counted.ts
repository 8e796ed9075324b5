/** A number with its noun: `1 post`, `2 posts`, `2 entries`. */
export const counted = (count: number, noun: string, plural = `${noun}s`) =>
  `${count} ${count === 1 ? noun : plural}`
