import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

export interface Notification {
  readonly topic: string;
  readonly subject: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Notifications that are shown; all of them are in the file. */
const shown = 1000;

/** SNS: what is published is told here, and kept in a file, a line each. */
export class Topics {
  private readonly file: string;
  private readonly say: (line: string) => void;
  private readonly notifications: Notification[] = [];

  constructor(file: string, say: (line: string) => void) {
    this.file = file;
    this.say = say;
  }

  /** @returns id of the message */
  publish(topic: string, subject: string, message: string): string {
    const notification = { topic, subject, message, at: Date.now() };
    this.notifications.push(notification);
    if (this.notifications.length > shown) this.notifications.shift();
    appendFileSync(this.file, `${JSON.stringify(notification)}\n`);
    this.say(`notification: ${subject}`);
    return randomUUID();
  }

  /** Since the start, oldest first. */
  list(): readonly Notification[] {
    return this.notifications;
  }
}
