/** A way to close the reports on one target. */
export interface Closing {
  status: 'resolved' | 'dismissed'
  /** Its command, and its action in the audit log. */
  name: 'resolve' | 'dismiss'
  description: string
  means: string
  done: string
}

export const closings: Closing[] = [
  {
    status: 'resolved',
    name: 'resolve',
    description: 'Close the reports on one target, which is dealt with',
    means: 'it is dealt with',
    done: 'Resolved',
  },
  {
    status: 'dismissed',
    name: 'dismiss',
    description: 'Close the reports on one target, with which nothing is wrong',
    means: 'nothing is wrong with it',
    done: 'Dismissed',
  },
]
