import Close from '@mui/icons-material/Close'
import Autocomplete from '@mui/material/Autocomplete'
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import IconButton from '@mui/material/IconButton'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useTranslate } from 'react-admin'
import {
  formats,
  kinds,
  newMember,
  problemOf,
  type FlatSchema,
  type Kind,
  type Member,
} from './flat_schema'

interface Props {
  schema: FlatSchema
  change: (schema: FlatSchema) => void
}

/** The members of a schema, one row each. */
export const MembersForm = ({ schema, change }: Props) => {
  const translate = useTranslate()
  const { members, isClosed } = schema
  const put = (index: number, changes: Partial<Member>) =>
    change({
      ...schema,
      members: members.map((one, at) => (at === index ? { ...one, ...changes } : one)),
    })
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      {members.length === 0 && (
        <Typography color="textSecondary">{translate('resources.types.no_data')}</Typography>
      )}
      {members.map((member, index) => (
        <Row
          key={member.key}
          member={member}
          problem={problemOf(member, members)}
          put={(changes) => put(index, changes)}
          remove={() => change({ ...schema, members: members.filter((_, at) => at !== index) })}
        />
      ))}
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Button
          variant="outlined"
          onClick={() => change({ ...schema, members: [...members, newMember()] })}
        >
          {translate('resources.types.add_member')}
        </Button>
        {members.length > 0 && (
          <FormControlLabel
            control={
              <Checkbox
                checked={isClosed}
                onChange={(_, closed) => change({ ...schema, isClosed: closed })}
              />
            }
            label={translate('resources.types.is_closed')}
          />
        )}
      </Box>
    </Box>
  )
}

interface RowProps {
  member: Member
  problem: string | undefined
  put: (changes: Partial<Member>) => void
  remove: () => void
}

const Row = ({ member, problem, put, remove }: RowProps) => {
  const translate = useTranslate()
  const text = (name: string) => translate(`resources.types.${name}`)
  const { name, kind, isRequired, format, pattern, values } = member
  return (
    <Box
      role="group"
      aria-label={translate('resources.types.member', { name })}
      sx={{
        display: 'grid',
        gap: 1,
        pt: 2,
        borderTop: 1,
        borderColor: 'divider',
        gridTemplateColumns: { xs: '1fr', sm: '1fr 1fr' },
      }}
    >
      <TextField
        label={text('member_name')}
        value={name}
        onChange={({ target }) => put({ name: target.value })}
        error={problem === 'bad_name'}
        helperText={problem === 'bad_name' && text('bad_name')}
        slotProps={{ htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
        autoFocus={name === ''}
      />
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'start' }}>
        <TextField
          select
          label={text('member_type')}
          value={kind}
          onChange={({ target }) => put({ kind: target.value as Kind })}
          sx={{ flex: 1, minWidth: 0 }}
        >
          {kinds.map((one) => (
            <MenuItem key={one} value={one}>
              {text(`kinds.${one}`)}
            </MenuItem>
          ))}
        </TextField>
        <FormControlLabel
          control={<Checkbox checked={isRequired} onChange={(_, on) => put({ isRequired: on })} />}
          label={text('is_required')}
          sx={{ mt: 0.5, mr: 0 }}
        />
        <IconButton
          aria-label={translate('resources.types.remove_member', { name })}
          onClick={remove}
          sx={{ mt: 0.5 }}
        >
          <Close />
        </IconButton>
      </Box>
      {kind === 'string' && (
        <>
          <TextField
            select
            label={text('format')}
            value={format}
            onChange={({ target }) => put({ format: target.value })}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            <MenuItem value="">{text('no_format')}</MenuItem>
            {formats.map((one) => (
              <MenuItem key={one} value={one}>
                {text(`formats.${one}`)}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label={text('pattern')}
            helperText={text('pattern_help')}
            value={pattern}
            onChange={({ target }) => put({ pattern: target.value })}
            slotProps={{ htmlInput: { autoCapitalize: 'none', spellCheck: false } }}
          />
        </>
      )}
      {kind !== 'boolean' && (
        <Autocomplete
          multiple
          freeSolo
          options={[]}
          value={values}
          onChange={(_, next) => put({ values: [...new Set(next)] })}
          renderInput={(params) => (
            <TextField
              {...params}
              label={text('values')}
              error={problem === 'bad_value'}
              helperText={text(problem === 'bad_value' ? 'bad_value' : 'values_help')}
            />
          )}
          sx={{ gridColumn: '1 / -1' }}
        />
      )}
    </Box>
  )
}
