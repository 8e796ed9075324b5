import { useMemo } from 'react'
import {
  PasswordInput,
  SelectInput,
  TextInput,
  required,
  useNotify,
  useTranslate,
} from 'react-admin'
import { useWatch } from 'react-hook-form'
import { api } from '../api/client'
import { ActionOutcome } from './action_outcome'
import { FormDialog } from './form_dialog'
import { LastingInput, untilOf, type Lasting } from './lasting_input'
import { ReasonInput } from './reason_input'
import { RoleInput } from './role_input'
import { useActionText } from './use_action_text'
import { useActions, type StaffAction, type TargetType } from './use_actions'

interface Target {
  type: TargetType
  id: number
}

interface Values {
  action: string
  reason: string
  lasting?: Lasting
  role?: string
  password?: string
  os_user?: string
}

/** What staff can do with a post, a comment, a user or a file. The server says which actions there are. */
export const ActionDialog = ({
  target,
  reportId,
  close,
  done,
}: {
  target: Target
  reportId?: number
  close: () => void
  /** Awaited before the dialog closes. */
  done: () => void | Promise<void>
}) => {
  const translate = useTranslate()
  const notify = useNotify()
  const textOf = useActionText()
  const ofTarget = useActions(target.type).filter(({ takes }) =>
    takes.every((one) => known.has(one))
  )

  const act = async (values: Values) => {
    const sent = sentOf(values, ofTarget)
    await api.POST('/admin/actions', {
      body: {
        ...sent,
        action: sent.action as 'post.remove',
        target_id: target.id,
        reason: values.reason,
        report_id: reportId,
      },
    })
    notify('plaza.action.done', { type: 'success' })
    await done()
  }
  return (
    <FormDialog<Values>
      title={translate('plaza.action.title')}
      submit="plaza.action.submit"
      act={act}
      close={close}
    >
      <SelectInput
        source="action"
        label="plaza.action.which"
        choices={ofTarget.map((action) => ({ id: action.name, name: textOf(action) }))}
        translateChoice={false}
        validate={required()}
        fullWidth
      />
      <Takings actions={ofTarget} />
      <ReasonInput />
      <Outcome actions={ofTarget} targetId={target.id} />
    </FormDialog>
  )
}

/** The chosen action with what it takes. */
function sentOf(values: Values, actions: StaffAction[]) {
  const { action, lasting, role, password, os_user: osUser } = values
  const takes = actions.find(({ name }) => name === action)?.takes ?? []
  return {
    action,
    ...(takes.includes('until') && { until: untilOf(lasting) }),
    ...(takes.includes('role') && { role }),
    ...(takes.includes('password') && { password }),
    ...(takes.includes('os_user') && { os_user: osUser || null }),
  }
}

/** What the chosen action would change, as soon as all that it takes is there. */
const Outcome = ({ actions, targetId }: { actions: StaffAction[]; targetId: number }) => {
  const values = useWatch<Values>()
  const { action, lasting, role, password, os_user: osUser } = values
  const sent = useMemo(
    () => sentOf(values as Values, actions),
    [action, lasting, role, password, osUser, actions]
  )
  const isWhole = Object.values(sent).every((value) => value !== undefined && value !== '')
  return isWhole ? <ActionOutcome action={{ ...sent, target_id: targetId }} /> : null
}

/** What the dialog has a field for. */
const known = new Set(['until', 'role', 'password', 'os_user'])

/** The fields of the chosen action. */
const Takings = ({ actions }: { actions: StaffAction[] }) => {
  const chosen = useWatch({ name: 'action' })
  const takes = actions.find(({ name }) => name === chosen)?.takes ?? []
  return (
    <>
      {takes.includes('until') && <LastingInput />}
      {takes.includes('role') && <RoleInput label="plaza.action.role" validate={required()} />}
      {takes.includes('password') && (
        <PasswordInput
          source="password"
          label="plaza.action.password"
          validate={required()}
          autoComplete="new-password"
          fullWidth
        />
      )}
      {takes.includes('os_user') && (
        <TextInput
          source="os_user"
          label="plaza.action.os_user"
          helperText="plaza.action.os_user_help"
          fullWidth
        />
      )}
    </>
  )
}
