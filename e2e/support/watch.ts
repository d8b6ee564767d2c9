import type { BrowserContext } from '@playwright/test';

/** Listens to what browsers complain of: errors, violations of the security policy, failures of the server. */
export class Watch {
  readonly complaints: string[] = [];
  private readonly expected: RegExp[] = [];

  over(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) {
        this.complaints.push(`console: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', ({ error }) => {
      this.complaints.push(`error: ${error().stack ?? error().message}`);
    });
    context.on('response', (response) => {
      if (response.status() >= 500) {
        this.complaints.push(`answer: ${response.status()} ${response.url()}`);
      }
    });
    context.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1') {
        this.complaints.push(`foreign host: ${request.url()}`);
      }
    });
  }

  /** A browser logs every refusal of the API: a test that provokes one says so. */
  expect(complaint: RegExp): void {
    this.expected.push(complaint);
  }

  verify(): void {
    const rest = this.complaints.filter((said) => !this.expected.some((known) => known.test(said)));
    if (rest.length > 0) throw new Error(`the browser complained:\n${rest.join('\n')}`);
  }
}
