/**
 * Carries messages between workers. A worker receives its own messages too, and whatever else is sent
 * there: what a message says is for its receiver to check.
 */
export interface Bus {
  listen(receive: (message: string) => void, lose: () => void): Promise<void>
  /**
   * @returns how many hear it, this worker among them; undefined where nobody knows
   * @throws when the message may not have reached everybody
   */
  publish(message: string): Promise<number | undefined>
  close(): Promise<void>
}
