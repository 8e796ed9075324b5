import { required, SelectInput, useTranslate } from 'react-admin'
import { useWatch } from 'react-hook-form'
import { DialogForm } from '../form_dialog'
import { LastingInput } from '../lasting_input'
import { ReasonInput } from '../reason_input'
import { useActionText } from '../use_action_text'
import type { StaffAction } from '../use_actions'
import type { Order } from './use_bulk'

interface Props {
  actions: StaffAction[]
  count: number
  order: Order | undefined
  titleId: string
  preview: (order: Order) => Promise<void>
  close: () => void
}

/** Asks which action, for how long, and why. */
export const BulkForm = ({ actions, count, order, titleId, preview, close }: Props) => {
  const translate = useTranslate()
  const textOf = useActionText()
  return (
    <DialogForm<Order>
      title={translate('plaza.bulk.title', { smart_count: count })}
      titleId={titleId}
      submit="plaza.bulk.preview"
      defaultValues={order}
      act={preview}
      close={close}
      done={() => undefined}
    >
      <SelectInput
        source="action"
        label="plaza.action.which"
        choices={actions.map((action) => ({ id: action.name, name: textOf(action) }))}
        translateChoice={false}
        validate={required()}
        fullWidth
      />
      <Lasting actions={actions} />
      <ReasonInput />
    </DialogForm>
  )
}

const Lasting = ({ actions }: { actions: StaffAction[] }) => {
  const chosen = useWatch({ name: 'action' })
  const action = actions.find(({ name }) => name === chosen)
  return action?.takes.includes('until') ? <LastingInput /> : null
}
