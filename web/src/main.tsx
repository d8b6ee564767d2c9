import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './styles.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { queryClient } from './api/query-client';
import { guessedLanguage, setLanguage } from './i18n';
import { sessionQuery } from './shell/session';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

void queryClient.prefetchQuery(sessionQuery); // on its way while the words load
await setLanguage(guessedLanguage());
createRoot(root).render(<App />);
