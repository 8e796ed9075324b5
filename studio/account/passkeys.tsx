import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm, maxLength, required, TextInput, useNotify, useTranslate } from 'react-admin'
import { api, type Schemas } from '../api/client'
import { hasPasskeys, makePasskey } from '../api/passkeys'
import { FormDialog } from '../kit/form_dialog'
import { Moment } from '../kit/moment'
import { useTask } from '../kit/use_task'
import { Row } from './row'

type Passkey = Schemas['Passkey']

interface Props {
  /** Shows the recovery codes of a first factor. */
  show: (codes: string[]) => void
  changed: () => Promise<void>
}

/** Keys of the user's devices. */
export const Passkeys = ({ show, changed }: Props) => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [named, name] = useState<Passkey>()
  const [asked, ask] = useState<Passkey>()
  const { data: passkeys, error } = useQuery({
    queryKey: ['passkeys'],
    queryFn: async () => (await api.GET('/passkeys')).data!,
  })
  const add = () =>
    run(async () => {
      const { data } = await api.POST('/passkeys', { body: { passkey: await makePasskey() } })
      if (data!.recovery_codes.length > 0) show(data!.recovery_codes)
      else name(data)
      await changed()
    })
  const remove = ({ id }: Passkey) =>
    run(async () => {
      ask(undefined)
      await api.DELETE('/passkeys/{id}', { params: { path: { id } } })
      notify('resources.account.factors.passkey_removed', { type: 'success' })
      await changed()
    })
  return (
    <>
      {error && <Alert severity="error">{error.message}</Alert>}
      <Box component="ul" sx={{ listStyle: 'none', p: 0, my: 1 }}>
        {passkeys?.map((passkey) => (
          <One
            key={passkey.id}
            passkey={passkey}
            isBusy={isBusy}
            rename={() => name(passkey)}
            remove={() => ask(passkey)}
          />
        ))}
      </Box>
      {hasPasskeys() && (
        <Button variant="outlined" disabled={isBusy} onClick={() => void add()} sx={{ mr: 1 }}>
          {translate('resources.account.factors.add_passkey')}
        </Button>
      )}
      {named && <Rename passkey={named} changed={changed} close={() => name(undefined)} />}
      <Confirm
        isOpen={asked !== undefined}
        title={translate('resources.account.factors.remove_one', { name: asked?.name })}
        content="resources.account.factors.remove_passkey_sure"
        onConfirm={() => void remove(asked!)}
        onClose={() => ask(undefined)}
      />
    </>
  )
}

interface OneProps {
  passkey: Passkey
  isBusy: boolean
  rename: () => void
  remove: () => void
}

const One = ({ passkey, isBusy, rename, remove }: OneProps) => {
  const translate = useTranslate()
  const text = (key: string, more = {}) => translate(`resources.account.factors.${key}`, more)
  const { name, backed_up: isBackedUp, created_at: madeAt, last_used_at: usedAt } = passkey
  const buttons = [
    { act: rename, label: 'rename' },
    { act: remove, label: 'remove' },
  ].map(({ act, label }) => (
    <Button
      key={label}
      size="small"
      disabled={isBusy}
      onClick={act}
      aria-label={text(`${label}_one`, { name })}
    >
      {text(label)}
    </Button>
  ))
  return (
    <Row name={name} action={<Box sx={{ flexShrink: 0 }}>{buttons}</Box>}>
      {text('passkey')} · {text('since')} <Moment at={madeAt} />
      {usedAt && ` · ${text('used')} `}
      {usedAt && <Moment at={usedAt} />}
      {!isBackedUp && ` · ${text('not_backed_up')}`}
    </Row>
  )
}

interface RenameProps {
  passkey: Passkey
  changed: () => Promise<void>
  close: () => void
}

const Rename = ({ passkey: { id, name }, changed, close }: RenameProps) => {
  const translate = useTranslate()
  const rename = async (body: { name: string }) => {
    await api.PATCH('/passkeys/{id}', { params: { path: { id } }, body })
    await changed()
  }
  return (
    <FormDialog
      title={translate('resources.account.factors.name_passkey')}
      submit="ra.action.save"
      defaultValues={{ name }}
      act={rename}
      close={close}
    >
      <TextInput
        source="name"
        label="resources.account.factors.passkey_name"
        validate={[required(), maxLength(100)]}
        autoFocus
        fullWidth
      />
    </FormDialog>
  )
}
