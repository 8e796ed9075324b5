/** A way to close the reports on one target. */
export interface Resolution {
  status: 'resolved' | 'dismissed'
  /** Its command, and its action in the audit log. */
  name: 'resolve' | 'dismiss'
  description: string
  means: string
  done: string
}

export const resolutions: Resolution[] = [
  {
    status: 'resolved',
    name: 'resolve',
    description: 'Close the reports on one target as resolved',
    means: 'the problem is dealt with',
    done: 'Resolved',
  },
  {
    status: 'dismissed',
    name: 'dismiss',
    description: 'Close the reports on one target as unfounded',
    means: 'nothing is wrong with it',
    done: 'Dismissed',
  },
]
