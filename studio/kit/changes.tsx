import Stack from '@mui/material/Stack'
import { UserText } from './user_text'

interface Props {
  before?: Record<string, unknown> | null
  after?: Record<string, unknown> | null
}

/** What an action of staff changes, member by member. */
export const Changes = ({ before, after }: Props) => (
  <Stack component="ul" sx={{ pl: 0, m: 0, listStyle: 'none' }}>
    {Object.keys({ ...before, ...after }).map((member) => (
      <li key={member}>
        <UserText lines={2}>
          {`${member}: ${told(before?.[member])} → ${told(after?.[member])}`}
        </UserText>
      </li>
    ))}
  </Stack>
)

const told = (value: unknown) => (value === undefined ? '–' : JSON.stringify(value))
