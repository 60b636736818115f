package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/recording"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/strict"
)

// What a replay may find; the exit code follows it.
const (
	replaySame     = "same"
	replayDiffers  = "differs"
	replayUnproven = "unproven" // it differs after an input that could not be played as it was
)

// replay plays a recording and compares.
func (v *twinVerb) replay(p *program) error {
	if v.Record != "" || v.Seed.given || v.Site != "" || v.Customers != "none" || len(v.Outside)+len(v.Bus)+len(v.Gauge)+len(v.GaugePort)+len(v.Callback)+len(v.PTSUpload+v.Gateway+v.Host+v.OMS+v.Network+v.Manner) > 0 {
		return misused("--replay takes site, seed, --outside, --customers, --bus, and all addresses from the recording: leave them out, and --record")
	}
	file, err := os.Open(v.Replay)
	if err != nil {
		return v.badRecording(p, 0, err)
	}
	defer func() { _ = file.Close() }()
	began := time.Now()
	header, got, err := v.played(p, file)
	var wrong *recording.Error
	var plan strict.Errors
	var misuse *usageError
	switch {
	case errors.As(err, &wrong):
		return v.badRecording(p, wrong.Line, wrong.Err)
	case errors.As(err, &plan), errors.As(err, &misuse): // of the header
		return v.badRecording(p, 1, err)
	case err != nil:
		return err
	case got.Checks == 0:
		return v.badRecording(p, 0, errors.New("the recording breaks off before its first check point: there is nothing to compare"))
	}
	r := v.report(header, got)
	p.exit = map[string]int{replaySame: verdict.ExitPass, replayDiffers: verdict.ExitFail, replayUnproven: verdict.ExitInconclusive}[r.Verdict]
	if v.JSON {
		return p.object(r)
	}
	p.printReplay(r, time.Since(began))
	return nil
}

// badRecording says what is wrong with the file, and where.
func (v *twinVerb) badRecording(p *program, line int, err error) error {
	p.exit = verdict.ExitBadFile
	message := err.Error()
	var path *os.PathError
	if errors.As(err, &path) {
		message = path.Err.Error()
	}
	if v.JSON {
		return p.refused(strict.Errors{{File: v.Replay, Line: line, Message: message}}, 1, true)
	}
	place := v.Replay
	if line > 0 {
		place = fmt.Sprintf("%s:%d", place, line)
	}
	p.notice("%s: error: %s", place, message)
	return nil
}

// played builds the station that was recorded and plays the recording on it.
func (v *twinVerb) played(p *program, file *os.File) (*recording.Header, *live.Replayed, error) {
	reader, err := recording.NewReader(file)
	if err != nil {
		return nil, nil, err
	}
	h := &reader.Header
	verb := *v
	verb.Outside, verb.Customers, verb.Gauge, verb.GaugePort = h.Outside, h.Customers, h.Gauge, h.GaugePort
	verb.PTSUpload, verb.Network = h.PTSUpload, h.Network
	verb.Gateway, verb.Host, verb.OMS, verb.Manner, verb.Callback = h.Gateway, h.Host, h.OMS, h.Manner, h.Callback
	lv := &living{verb: &verb, program: p, source: []byte(h.Plan), file: h.PlanFile}
	lv.seed, _ = h.SeedValue() // the reader has checked it
	if lv.plan, err = site.Load(lv.file, lv.source); err != nil {
		return nil, nil, err
	}
	script := live.NewScript(reader)
	if err := lv.assemble(h.Start, script, script.Journal()); err != nil {
		return nil, nil, err
	}
	lv.real = map[int][]live.RealPort{}
	for _, bus := range h.Serial {
		lv.real[bus] = append(lv.real[bus], live.RealPort{})
	}
	options, err := lv.options("127.0.0.1")
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(p.ctx, script.Halt)
	defer stop()
	got, err := script.Play(lv.station.Loop(), options)
	if p.ctx.Err() != nil {
		err = p.ctx.Err()
	}
	return h, got, err
}

// replayReport is what --json prints.
type replayReport struct {
	Verdict    string       `json:"verdict"`
	Recording  string       `json:"recording"`
	Build      string       `json:"build"`      // that recorded
	ThisBuild  string       `json:"this_build"` // that replays
	Site       string       `json:"site"`       // the plan's file
	Seed       string       `json:"seed"`
	From       string       `json:"from"` // of the recording
	Until      string       `json:"until"`
	SpanNS     int64        `json:"span_ns"`
	Inputs     int          `json:"inputs"`    // that were played
	Unchecked  int          `json:"unchecked"` // of them, after the last check point
	Checks     int          `json:"checks"`
	Lines      []lineReport `json:"lines"`
	Lost       []lostReport `json:"lost"`        // inputs with a secret that is masked for good
	Complete   bool         `json:"complete"`    // the recording has its end
	Incomplete string       `json:"incomplete"`  // why it has not
	Failure    string       `json:"failure"`     // what ended the recorded station, if not a hand
	ThisFailed string       `json:"replay_fail"` // what ended the replay
}

type lineReport struct {
	Line     string       `json:"line"`
	Same     bool         `json:"same"`
	Recorded string       `json:"recorded"` // digest at the last check point
	Replayed string       `json:"replayed"`
	Differs  *differsFrom `json:"differs,omitempty"` // the first check point at which it differs
}

type differsFrom struct {
	Check  int    `json:"check"`
	After  string `json:"after"` // until there it was the same
	At     string `json:"at"`
	Where  string `json:"where,omitempty"` // the instant of the first thing that differs
	Theirs string `json:"recorded,omitempty"`
	Ours   string `json:"replayed,omitempty"`
}

type lostReport struct {
	At    string `json:"at"`
	Input uint64 `json:"input"`
	Door  string `json:"door"`
}

func (v *twinVerb) report(h *recording.Header, got *live.Replayed) *replayReport {
	r := &replayReport{
		Recording: v.Replay, Build: h.Build, ThisBuild: build(), Site: h.PlanFile, Seed: h.Seed,
		From: got.From.String(), Until: got.Until.String(), SpanNS: int64(got.Until.Sub(got.From)), Inputs: got.Inputs,
		Unchecked: got.Unchecked, Checks: got.Checks, Lines: []lineReport{}, Lost: []lostReport{},
		Complete: got.Stopped && got.CutOff == "", Failure: got.Failure, ThisFailed: got.Failed,
	}
	switch {
	case got.CutOff != "":
		r.Incomplete = got.CutOff
	case got.Truncated:
		r.Incomplete = "the file breaks off"
	case !got.Stopped:
		r.Incomplete = "it has no end: the station was killed, or is running still"
	}
	for _, l := range got.Lines {
		line := lineReport{Line: l.Line, Same: l.Differs == nil, Recorded: l.Recorded, Replayed: l.Replayed}
		if d := l.Differs; d != nil {
			line.Recorded, line.Replayed = d.Recorded, d.Replayed
			line.Differs = &differsFrom{Check: d.Check, After: d.After.String(), At: d.At.String()}
			if d.Where != nil {
				line.Differs.Where, line.Differs.Theirs, line.Differs.Ours = d.Where.At.String(), d.Where.Recorded, d.Where.Replayed
			}
		}
		r.Lines = append(r.Lines, line)
	}
	for _, l := range got.Lost {
		r.Lost = append(r.Lost, lostReport{l.At.String(), l.Seq, l.Door})
	}
	r.Verdict = verdictOf(got)
	return r
}

// verdictOf judges: what differs only after an input that was not played as it was proves nothing.
func verdictOf(got *live.Replayed) string {
	if got.Same() {
		return replaySame
	}
	if len(got.Lost) == 0 {
		return replayDiffers
	}
	for _, l := range got.Lines {
		if d := l.Differs; d != nil && (d.At < got.Lost[0].At || d.Where != nil && d.Where.At < got.Lost[0].At) {
			return replayDiffers
		}
	}
	return replayUnproven
}

func (p *program) printReplay(r *replayReport, took time.Duration) {
	span := time.Duration(r.SpanNS)
	p.print("recording of %s, seed %s, %s from %s: %s, %s\n", r.Site, r.Seed, span.Round(time.Millisecond), r.From,
		counted(r.Inputs, "input"), counted(r.Checks, "check point"))
	rows := [][]string{{"  line", "recorded", "replayed", ""}}
	for _, l := range r.Lines {
		word := replaySame
		if d := l.Differs; d != nil {
			word = fmt.Sprintf("differs at check point %d, after %s", d.Check, d.After)
		}
		rows = append(rows, []string{"  " + l.Line, l.Recorded, l.Replayed, word})
	}
	p.table(rows)
	for _, l := range r.Lines {
		if l.Line == live.InputsLine && !l.Same {
			p.print("the inputs are not those that were recorded: the file was changed\n")
		}
		if d := l.Differs; d != nil && d.Where != "" {
			p.print("%s at %s\n  recorded  %s\n  replayed  %s\n", l.Line, d.Where, orNothing(d.Theirs), orNothing(d.Ours))
		}
	}
	for _, l := range r.Lost {
		p.print("input %d at %s, %s, held a secret of no test card, which is masked for good: what follows from it is not proven\n",
			l.Input, l.Door, l.At)
	}
	if r.Incomplete != "" {
		p.print("the recording is not complete: %s\n", r.Incomplete)
	}
	if r.Unchecked > 0 {
		p.print("not proven: %s after the last check point\n", counted(r.Unchecked, "input"))
	}
	if r.Build != r.ThisBuild {
		p.print("recorded by build %s, replayed by build %s\n", r.Build, r.ThisBuild)
	}
	if r.ThisFailed != "" {
		p.print("the replay ended with: %s\n", r.ThisFailed)
	}
	faster := ""
	if took > 0 && span > took {
		faster = fmt.Sprintf(", %s times as fast as it was", grouped(int(span/took)))
	}
	p.print("%s   %s v in %s r%s   exit %d\n", r.Verdict, span.Round(time.Millisecond), took.Round(time.Millisecond), faster, p.exit)
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
