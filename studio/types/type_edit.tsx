import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { useCallback, useState } from 'react'
import {
  DeleteWithConfirmButton,
  Title,
  useNotify,
  useTranslate,
  type HttpError,
} from 'react-admin'
import { useParams } from 'react-router'
import { api } from '../api/client'
import { isProblem } from '../api/problem'
import { ConflictDialog } from '../kit/conflict_dialog'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { useVersion, versionOf, type Version } from '../kit/use_version'
import { BreaksDialog } from './breaks_dialog'
import { Checked, type Check } from './checked'
import { SchemaField, typedOf, type TypedSchema } from './schema_field'
import { TypeDetails } from './type_details'
import { BUILT_IN, changesOf, members, type Type, type TypeFields } from './type_fields'

/** The job changes the schema. What else differs was changed by another user. */
const differsInSchemaAlone = (fresh: TypeFields, now: TypeFields) =>
  Object.keys(changesOf(fresh, { ...now, schema: fresh.schema })).length === 0

export const TypeEdit = () => {
  const { id: name } = useParams()
  return <Page key={name} name={name!} />
}

interface Saving {
  fields: TypeFields
  force?: boolean
}

/** A type of posts and the schema of their data. */
const Page = ({ name }: { name: string }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [refusal, setRefusal] = useState<{ error: HttpError; fields: TypeFields }>()
  const path = { type: name }

  const type = useVersion<Type, Saving>({
    read: async () => {
      const answer = await api.GET('/types/{type}', { params: { path } })
      return versionOf(answer as { data: Type; response: Response })
    },
    write: async ({ fields, force }, { data, tag }) => {
      const { response } = await api.PUT('/types/{type}', {
        params: {
          path,
          query: force ? { force: 'true' } : {},
          header: { 'If-Match': tag },
        },
        body: changesOf(fields, data) as object,
      })
      const told = response.status === 202 ? 'pending' : 'saved'
      notify(`resources.types.${told}`, { type: told === 'saved' ? 'success' : 'info' })
    },
  })
  const { version, message, conflict } = type

  const save = (saving: Saving, base?: Version<Type>) =>
    run(async () => {
      setRefusal(undefined)
      try {
        await type.save(saving, base)
      } catch (error) {
        if (!isProblem(error, 'schema_breaks_posts')) throw error
        setRefusal({ error, fields: saving.fields })
      }
    })

  const { follow } = type
  // A look that fails is followed by another one.
  const reread = useCallback(
    () => void follow(differsInSchemaAlone).catch(() => undefined),
    [follow]
  )

  if (message) return <Alert severity="error">{message}</Alert>
  if (!version) return null
  const { title, checked, not_ready: notReady } = version.data
  return (
    <Stack spacing={2} sx={{ mt: 2 }}>
      <Title title={title} />
      <Checked check={checked as Check | null} reread={reread} />
      {notReady.length > 0 && (
        <Alert severity="info">
          {translate('resources.types.not_ready', { names: notReady.join(', ') })}
        </Alert>
      )}
      <Editor
        key={type.formNumber}
        type={version.data}
        isBusy={isBusy}
        save={(fields) => void save({ fields })}
      />
      {refusal && (
        <BreaksDialog
          refusal={refusal.error}
          force={() => void save({ fields: refusal.fields, force: true })}
          close={() => setRefusal(undefined)}
        />
      )}
      {conflict && (
        <ConflictDialog
          mine={<Shown of={conflict.mine.fields} />}
          theirs={<Shown of={conflict.theirs.data} />}
          keepMine={() => void save(conflict.mine, conflict.theirs)}
          takeTheirs={type.takeTheirs}
          close={type.closeConflict}
        />
      )}
    </Stack>
  )
}

interface EditorProps {
  type: Type
  isBusy: boolean
  save: (fields: TypeFields) => void
}

const Editor = ({ type, isBusy, save }: EditorProps) => {
  const translate = useTranslate()
  const [fields, setFields] = useState<TypeFields>(
    () => Object.fromEntries(members.map((member) => [member, type[member]])) as TypeFields
  )
  const [typed, setTyped] = useState<TypedSchema>(() => typedOf(type.schema as object | null))
  const change = (changes: Partial<TypeFields>) => setFields((now) => ({ ...now, ...changes }))
  const mine = { ...fields, schema: typed.schema as TypeFields['schema'] }
  const isChanged =
    typed.schema === undefined || Object.keys(changesOf(mine, type as TypeFields)).length > 0
  return (
    <>
      <TypeDetails fields={mine} change={change} isBuiltIn={type.name === BUILT_IN} />
      <Section title="resources.types.schema">
        <SchemaField typed={typed} change={setTyped} />
      </Section>
      <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', flexWrap: 'wrap' }}>
        <Button
          variant="contained"
          disabled={isBusy || !isChanged || typed.schema === undefined}
          onClick={() => save(mine)}
        >
          {translate('ra.action.save')}
        </Button>
        {type.name !== BUILT_IN && (
          <DeleteWithConfirmButton
            resource="types"
            record={{ id: type.name, title: type.title }}
            redirect="list"
          />
        )}
      </Stack>
    </>
  )
}

const Shown = ({ of }: { of: TypeFields }) => (
  <Box
    component="pre"
    tabIndex={0}
    sx={{ m: 0, maxHeight: '50vh', overflow: 'auto', fontSize: '0.8rem', whiteSpace: 'pre-wrap' }}
  >
    {JSON.stringify(Object.fromEntries(members.map((name) => [name, of[name]])), null, 2)}
  </Box>
)
