import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import { useTranslate } from 'react-admin'
import { goToIssuer } from '../api/issuers'

interface Props {
  issuers: { name: string; title: string }[]
}

/** Each leads to an issuer. */
export const IssuerButtons = ({ issuers }: Props) => {
  const translate = useTranslate()
  return (
    <Stack spacing={1} sx={{ mt: 1 }}>
      {issuers.map(({ name, title }) => (
        <Button key={name} variant="outlined" onClick={() => void goToIssuer(name)} fullWidth>
          {translate('plaza.login.with', { issuer: title })}
        </Button>
      ))}
    </Stack>
  )
}
