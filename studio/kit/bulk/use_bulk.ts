import { useRef, useState } from 'react'
import { api } from '../../api/client'
import { untilOf, type Lasting } from '../lasting_input'
import { sendWithRetries } from './send_with_retries'
import type { Batch, Outcome } from './use_batch'

export interface Target {
  id: number
  /** What the user knows it by. */
  name: string
  /** The version that the user has seen. */
  updatedAt?: string
}

/** What the form asks for. */
export interface Order {
  action: string
  reason: string
  lasting?: Lasting
}

interface Facts {
  targets: Target[]
  takesUntil: (action: string) => boolean
}

/** With a term that stays for each try. */
type Ordered = Order & { until?: string | null }

type Step =
  | { name: 'form' }
  | { name: 'preview'; outcome: Outcome }
  | { name: 'result' | 'undo'; batch: Batch }

/** One action on many targets: asked for, tried without a trace, and then done. */
export function useBulk({ targets, takesUntil }: Facts) {
  const [step, setStep] = useState<Step>({ name: 'form' })
  const [order, setOrder] = useState<Ordered>()
  const [pause, onPause] = useState<number>()
  // It stays for each try, so that none does anything twice.
  const id = useRef(crypto.randomUUID())

  const send = async ({ action, reason, until }: Ordered, isDry: boolean): Promise<Outcome> => {
    const body = {
      id: id.current,
      action: action as 'post.remove',
      reason,
      until,
      targets: targets.map((one) => ({ id: one.id, updated_at: one.updatedAt })),
      ...(isDry && { dry_run: true }),
    }
    const { data } = await sendWithRetries(() => api.POST('/admin/batches', { body }), onPause)
    return data!
  }
  const preview = async (asked: Order) => {
    const until = takesUntil(asked.action) ? untilOf(asked.lasting) : undefined
    const ordered = { ...asked, until }
    setOrder(ordered)
    setStep({ name: 'preview', outcome: await send(ordered, true) })
  }
  const apply = async () => {
    const { batch } = await send(order!, false)
    setStep({ name: 'result', batch: batch as Batch })
  }
  const back = () => {
    // Another action is another batch.
    id.current = crypto.randomUUID()
    setStep({ name: 'form' })
  }
  return { step, order, pause, onPause, preview, apply, back, setStep }
}
