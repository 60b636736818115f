package cli

import (
	"time"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios/verdict"
)

// repeated is the object of a run that was repeated: the sums over all repetitions, and each of them. Its scenarios are
// those of all repetitions, one after the other.
type repeated struct {
	reports.Result
	Repetitions []reports.Result `json:"repetitions"`
}

// repeat plays the job again and again, each time in processes of their own and with the next seed. Each repetition
// leaves evidence of its own; with --until-it-fails only the last one does, which is the one that failed.
func (j *job) repeat() error {
	first, total := j.seed, reports.Run{Seed: seedText(j.seed), Rig: j.Rig}
	out := repeated{Repetitions: []reports.Result{}}
	tally := map[string]int{}
	began := time.Now()
	most := j.Repeat
	if j.UntilItFails && most == 1 {
		most = 0 // for ever
	}
	for k := 0; most == 0 || k < most; k++ {
		j.seed = first + uint64(k)
		start := time.Now()
		run, err := j.team()
		if err != nil {
			return err
		}
		run.RealMS = float64(time.Since(start).Microseconds()) / 1000
		result := reports.Summary(run)
		stopped := j.program.ctx.Err() != nil
		if !j.UntilItFails || result.Exit != verdict.ExitPass || stopped || k+1 == most {
			if result.Evidence, _, err = j.leave(&run); err != nil {
				return err
			}
		}
		if err := j.repetition(k, most, run, result); err != nil {
			return err
		}
		out.Repetitions = append(out.Repetitions, result)
		merge(&total, run, tally)
		if stopped || j.UntilItFails && result.Exit != verdict.ExitPass {
			break
		}
	}
	out.Result = reports.Summary(total)
	j.conclude(&out)
	if j.JSON {
		return j.program.object(out)
	}
	j.totals(out, tally, time.Since(began))
	return nil
}

// merge adds a repetition to the sum of all.
func merge(total *reports.Run, run reports.Run, tally map[string]int) {
	total.Suite = run.Suite
	total.Selected += run.Selected
	total.NotApplicable = append(total.NotApplicable, run.NotApplicable...)
	total.Limits = append(total.Limits, run.Limits...)
	total.Records = append(total.Records, run.Records...)
	for _, r := range reports.Summary(run).Scenarios {
		if r.Verdict != verdict.Pass {
			tally[r.ID]++
		}
	}
}

// conclude sets the exit code and names the evidence to look at: of the first repetition that did not pass, or the last.
func (j *job) conclude(out *repeated) {
	for _, r := range out.Repetitions {
		out.Evidence = r.Evidence
		if r.Exit != verdict.ExitPass {
			break
		}
	}
	if j.stopped() {
		out.Exit = verdict.ExitStopped
	}
	j.program.exit = out.Exit
}

// repetition prints one line about a repetition, and all about one that did not pass.
func (j *job) repetition(k, most int, run reports.Run, r reports.Result) error {
	if j.JSON {
		return nil
	}
	p := j.program
	of := ""
	if most > 0 {
		of = " of " + grouped(most)
	}
	p.print("repetition %s%s   seed %s   %d judged: %d pass, %d fail, %d inconclusive, %d error   exit %d   %s\n", grouped(k+1), of,
		r.Seed, r.Judged, r.Verdicts.Pass, r.Verdicts.Fail, r.Verdicts.Inconclusive, r.Verdicts.Error, r.Exit, r.Evidence)
	if r.Exit == verdict.ExitPass {
		return nil
	}
	p.print("\n")
	defer p.print("\n")
	return reports.Text(p.stdout, run, p.colour(j.NoColor))
}

func (j *job) totals(out repeated, tally map[string]int, took time.Duration) {
	p := j.program
	passed := 0
	for _, r := range out.Repetitions {
		if r.Exit == verdict.ExitPass {
			passed++
		}
	}
	n := len(out.Repetitions)
	for _, sc := range j.suite.Scenarios {
		if tally[sc.ID] > 0 {
			p.print("  %s  did not pass in %d of %d\n", sc.ID, tally[sc.ID], n)
		}
	}
	p.print("%s: %d pass, %d not      %.1f s r      exit %d\n", counted(n, "repetition"), passed, n-passed, took.Seconds(), out.Exit)
	if out.Evidence != "" {
		p.print("evidence  %s\n", out.Evidence)
	}
}
