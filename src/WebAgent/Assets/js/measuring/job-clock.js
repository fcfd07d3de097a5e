const toleranceMilliseconds = 50;

// The rate by which a wall clock is made to run faster or slower while it is brought to the right time: twice 500 ppm.
const drift = 0.001;

/** The times of one job: the wall clock at the start, the steady clock from then on, so that a clock that is set meanwhile cannot make a job end before it began. */
export class JobClock {
  constructor(wall = () => Date.now(), steady = () => performance.now()) {
    this.wall = wall;
    this.steady = steady;
    this.startTime = wall();
    this.startedAt = steady();
  }

  /** When it is now, and by how many milliseconds the wall clock was set since the start; null where it was not. */
  stop() {
    const elapsed = this.steady() - this.startedAt;
    const jump = this.wall() - this.startTime - elapsed;
    return {
      startTime: new Date(this.startTime).toISOString(),
      endTime: new Date(this.startTime + elapsed).toISOString(),
      jumpMilliseconds: Math.abs(jump) > toleranceMilliseconds + drift * elapsed ? Math.round(jump) : null,
    };
  }
}
