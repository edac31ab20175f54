import pc from 'picocolors';

type Colors = ReturnType<typeof pc.createColors>;

/** What a stream must offer: a process's own, or a test's buffer. */
export interface Sink {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 80;
const eraseLine = '\r\u001b[2K';

/**
 * Results go to stdout, everything else to stderr; each has colours only where it is a terminal.
 * The one line that moves (`busy`) exists on a terminal alone.
 */
export class Terminal {
  /** Colours of results. */
  readonly out: Colors;
  /** Colours of progress and messages. */
  readonly err: Colors;
  private readonly stdout: Sink;
  private readonly stderr: Sink;
  private readonly live: boolean;
  private status: (() => string) | undefined;
  private timer: NodeJS.Timeout | undefined;
  private frame = 0;
  private results = 0;

  constructor(stdout: Sink, stderr: Sink, environment: NodeJS.ProcessEnv) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.out = pc.createColors(colourful(stdout, environment));
    this.err = pc.createColors(colourful(stderr, environment));
    this.live = stderr.isTTY === true && environment.TERM !== 'dumb' && !environment.CI;
  }

  /** Whether there was a result. */
  get printed(): boolean {
    return this.results > 0;
  }

  /** A result, on stdout. */
  print(text: string): void {
    this.results++;
    this.erase();
    this.stdout.write(`${text}\n`);
    this.draw();
  }

  /** Progress or a message, on stderr. */
  note(text = ''): void {
    this.erase();
    this.stderr.write(`${text}\n`);
    this.draw();
  }

  /** Shows what is under way, on a terminal; nothing stays of it. Call without arguments to end it. */
  busy(text?: string | (() => string)): void {
    this.erase();
    this.status = typeof text === 'string' ? () => text : text;
    if (!this.live) return;
    if (this.status && !this.timer) {
      this.timer = setInterval(() => {
        this.frame++;
        this.erase();
        this.draw();
      }, frameMs);
      this.timer.unref();
    }
    if (!this.status && this.timer) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    this.draw();
  }

  private draw(): void {
    if (this.live && this.status)
      this.stderr.write(`${this.err.cyan(frames[this.frame % frames.length]!)} ${this.status()}`);
  }

  private erase(): void {
    if (this.live && this.status) this.stderr.write(eraseLine);
  }
}

function colourful(sink: Sink, environment: NodeJS.ProcessEnv): boolean {
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR) return environment.FORCE_COLOR !== '0';
  return sink.isTTY === true && environment.TERM !== 'dumb';
}
