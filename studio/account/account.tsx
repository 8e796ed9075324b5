import Box from '@mui/material/Box'
import { Title } from 'react-admin'
import { Identities } from './identities'
import { DataExports } from './data_exports'
import { Password } from './password'
import { Profile } from './profile'
import { SecondFactor } from './second_factor'
import { Sessions } from './sessions'
import { Tokens } from './tokens'

/** Parts of the page, each a section of its own. */
const parts = [Profile, Password, SecondFactor, Identities, Sessions, Tokens, DataExports]

/** What users change of their own. */
export const Account = () => (
  <Box sx={{ mt: 2, display: 'grid', gap: 2, maxWidth: 720 }}>
    <Title title="resources.account.name" />
    {parts.map((Part, index) => (
      <Part key={index} />
    ))}
  </Box>
)
