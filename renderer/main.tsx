import '@fontsource-variable/inter'
import '@fontsource/jetbrains-mono/400.css'
import '@fontsource/jetbrains-mono/600.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/theme.css'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { reportUncaughtErrors } from './api/error-report'
import { App } from './app/app'

// Compiled schemas need `eval`, which the content security policy refuses.
z.config({ jitless: true })
reportUncaughtErrors()

const container = document.getElementById('root')
if (container) createRoot(container).render(<App />)
