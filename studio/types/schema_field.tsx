import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import ToggleButton from '@mui/material/ToggleButton'
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup'
import { useState } from 'react'
import { useTranslate } from 'react-admin'
import { problemOf, readFlat, writeFlat, type FlatSchema } from './flat_schema'
import { MembersForm } from './members_form'

/** A schema as it is typed. */
export interface TypedSchema {
  text: string
  /** What the text says; undefined while it can't be saved. */
  schema: object | null | undefined
}

export const typedOf = (schema: object | null): TypedSchema => ({
  text: schema === null ? '' : JSON.stringify(schema, null, 2),
  schema,
})

interface Props {
  typed: TypedSchema
  change: (typed: TypedSchema) => void
}

/** A JSON Schema, as a form if it is flat, or as text. */
export const SchemaField = ({ typed, change }: Props) => {
  const translate = useTranslate()
  const [flat, setFlat] = useState(() => readFlat(typed.schema))
  const [isForm, showForm] = useState(flat !== undefined)
  const canBeForm = typed.schema !== undefined && readFlat(typed.schema) !== undefined

  const choose = (toForm: boolean) => {
    if (toForm) setFlat(readFlat(typed.schema))
    showForm(toForm)
  }
  const changeForm = (next: FlatSchema) => {
    setFlat(next)
    const isValid = next.members.every((member) => problemOf(member, next.members) === undefined)
    const isNone = next.members.length === 0 && typed.schema === null
    if (!isValid) change({ ...typed, schema: undefined })
    else change(typedOf(isNone ? null : writeFlat(next)))
  }
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={isForm ? 'form' : 'json'}
        onChange={(_, view: 'form' | 'json' | null) => view && choose(view === 'form')}
        aria-label={translate('resources.types.schema')}
      >
        <ToggleButton value="form" disabled={!isForm && !canBeForm}>
          {translate('resources.types.as_form')}
        </ToggleButton>
        <ToggleButton value="json" disabled={isForm && typed.schema === undefined}>
          {translate('resources.types.as_json')}
        </ToggleButton>
      </ToggleButtonGroup>
      {isForm && flat ? (
        <MembersForm schema={flat} change={changeForm} />
      ) : (
        <JsonText typed={typed} change={change} canBeForm={canBeForm} />
      )}
    </Box>
  )
}

const JsonText = ({ typed, change, canBeForm }: Props & { canBeForm: boolean }) => {
  const translate = useTranslate()
  const wrong = wrongWith(typed.text)
  return (
    <>
      {!canBeForm && wrong === undefined && (
        <Alert severity="info">{translate('resources.types.not_flat')}</Alert>
      )}
      <TextField
        label={translate('resources.types.as_json')}
        value={typed.text}
        onChange={({ target }) => change({ text: target.value, schema: parsed(target.value) })}
        error={wrong !== undefined}
        helperText={
          wrong === undefined
            ? translate('resources.types.json_help')
            : translate('resources.types.no_json', { why: wrong })
        }
        multiline
        minRows={12}
        maxRows={30}
        fullWidth
        slotProps={{
          htmlInput: { spellCheck: false, style: { fontFamily: 'monospace', fontSize: '0.85rem' } },
        }}
      />
    </>
  )
}

/** @returns null for an empty text, undefined for one that is no JSON object */
function parsed(text: string): object | null | undefined {
  if (text.trim() === '') return null
  try {
    const value = JSON.parse(text)
    return typeof value === 'object' && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

function wrongWith(text: string): string | undefined {
  if (parsed(text) !== undefined) return undefined
  try {
    JSON.parse(text)
    return '{ … }'
  } catch (error) {
    return (error as Error).message
  }
}
