/** Carries messages between workers. A worker also receives its own. Receivers must check each message. */
export interface Bus {
  listen(receive: (message: string) => void, lose: () => void): Promise<void>
  /** @returns the number of receivers, if known. @throws when a worker may have missed the message */
  publish(message: string): Promise<number | undefined>
  close(): Promise<void>
}
