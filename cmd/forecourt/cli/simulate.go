package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/forecourt/forecourt/reports"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station/day"
	"github.com/forecourt/forecourt/twin/station/demand"
)

// simulateVerb takes a station through whole days.
type simulateVerb struct {
	Site      string `help:"Site plan: a ready-made one or a file; default: the project's, else kiosk." placeholder:"PLAN"`
	Days      int    `help:"How many days; a week when absent." default:"7" placeholder:"N"`
	Seed      seed   `help:"Decimal or 0x-hexadecimal; drawn and printed when absent." placeholder:"N"`
	Level     string `help:"transaction: every sale is reckoned; wire: every byte of the forecourt is played. Both come to the same." enum:"transaction,wire" default:"transaction"`
	Mode      string `help:"At wire level, how the buses are moved: elided leaves idle polls out and accounts for them, frame plays each, byte hears every byte, reference has every end of a bus hear it. All come to the same." enum:"elided,frame,byte,reference" default:"elided"`
	Payments  string `help:"At wire level, planned: card outcomes come from the host's decision; wire: till, gateway and host make them." enum:"planned,wire" default:"planned"`
	Customers string `help:"Customer profile: usual, unattended or a file." default:"usual" placeholder:"PROFILE"`
	Faults    string `help:"Let devices fail, by a built-in fault profile (power-cuts) or a file." placeholder:"PROFILE"`
	Arrivals  int64  `help:"Customers a day over all points, in place of the profile's." placeholder:"N"`
	Save      string `help:"Folder for days.html, days.json and days.csv." default:".forecourt/simulate" placeholder:"DIR"`
	JSON      bool   `name:"json" help:"Print one JSON object and nothing else."`
}

// mostDays is a hundred years.
const mostDays = 36_525

// simulation is a run of days and what it took.
type simulation struct {
	*day.Report
	verb    *simulateVerb
	seed    uint64
	cpu     time.Duration
	page    string
	profile *demand.Profile
}

// Run implements the verb.
func (v *simulateVerb) Run(p *program) error {
	if v.Days < 1 || v.Days > mostDays {
		return misused("--days %d: 1 to %d days are simulated", v.Days, mostDays)
	}
	if v.Level != string(day.WireLevel) && v.Payments == string(day.Wired) {
		return misused("--payments wire needs --level wire")
	}
	if v.Level != string(day.WireLevel) && v.Mode != loop.Elided.String() {
		return misused("--mode %s needs --level wire", v.Mode)
	}
	s, err := v.simulate(p)
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	if err := s.save(); err != nil {
		return err
	}
	if !s.Balanced() {
		p.exit = verdict.ExitFail
	}
	if v.JSON {
		return p.object(s.summary())
	}
	s.print(p)
	return nil
}

func (v *simulateVerb) simulate(p *program) (*simulation, error) {
	if v.Site == "" {
		name, err := defaultSite()
		if err != nil {
			return nil, err
		}
		v.Site = name
	}
	plan, err := site.Open(v.Site)
	if err != nil {
		return nil, err
	}
	profile, err := demand.Open(v.Customers)
	if err != nil {
		return nil, err
	}
	s := &simulation{verb: v, seed: v.Seed.orDrawn(), profile: profile}
	o := demand.Options{Plan: plan, Profile: profile, Seed: s.seed, ArrivalsADay: v.Arrivals}
	if v.Faults != "" {
		if o.Faults, err = demand.OpenFaults(v.Faults); err != nil {
			return nil, err
		}
	}
	planner, err := demand.New(o)
	if err != nil {
		return nil, misused("%v", err)
	}
	bar := newBar(p, v.JSON, v.Days)
	defer bar.done()
	before := processCPU()
	if v.Level == string(day.WireLevel) {
		mode, _ := loop.ParseMode(v.Mode) // the flag's words are its names
		s.Report, err = day.Play(day.Options{
			Demand: o, Days: v.Days, Payments: day.Payments(v.Payments), Mode: mode,
			Progress: func(share float64) bool { return bar.show(share, p.ctx.Err()) },
		})
	} else {
		s.Report = day.Reckon(plan, planner, v.Days, func(done int) bool { return bar.show(float64(done)/float64(v.Days), p.ctx.Err()) })
	}
	s.cpu = processCPU() - before
	if p.ctx.Err() != nil {
		return nil, p.ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	s.Report.Profile, s.Report.Seed = profile.Profile, s.seed
	return s, nil
}

// again is the command that repeats the run.
func (s *simulation) again() string {
	v := s.verb
	words := []string{"forecourt simulate", "--site", shellWord(v.Site), "--days", fmt.Sprint(v.Days), "--seed", seedText(s.seed), "--level", v.Level}
	if v.Mode != loop.Elided.String() {
		words = append(words, "--mode", v.Mode)
	}
	if v.Payments != string(day.Planned) {
		words = append(words, "--payments", v.Payments)
	}
	if v.Customers != demand.Default {
		words = append(words, "--customers", shellWord(v.Customers))
	}
	if v.Faults != "" {
		words = append(words, "--faults", shellWord(v.Faults))
	}
	if v.Arrivals > 0 {
		words = append(words, "--arrivals", fmt.Sprint(v.Arrivals))
	}
	return strings.Join(words, " ")
}

// realtime is how much faster than the station's time the processor was.
func (s *simulation) realtime() float64 {
	if s.cpu <= 0 {
		return 0
	}
	return s.Span.Seconds() / s.cpu.Seconds()
}

// save leaves the page and the figures as files.
func (s *simulation) save() error {
	if err := os.MkdirAll(s.verb.Save, 0o755); err != nil {
		return err
	}
	page, err := reports.FiguresPage(s.figures())
	if err != nil {
		return err
	}
	s.page = filepath.Join(s.verb.Save, "days.html")
	data, err := s.data()
	if err != nil {
		return err
	}
	for name, content := range map[string][]byte{"days.html": page, "days.json": data, "days.csv": s.csv()} {
		if err := replaceFile(filepath.Join(s.verb.Save, name), content); err != nil {
			return err
		}
	}
	return nil
}

// bar is the progress bar on a terminal.
type bar struct {
	p     *program
	on    bool
	days  int
	shown int // per cent
}

func newBar(p *program, quiet bool, days int) *bar {
	return &bar{p: p, on: p.errTerminal && !quiet, days: days, shown: -1}
}

// barWidth is how many signs the bar has.
const barWidth = 40

// show renews the bar when another per cent is over, and says whether the run goes on.
func (b *bar) show(share float64, stopped error) bool {
	if now := int(share * 100); b.on && now != b.shown {
		b.shown = now
		full := now * barWidth / 100
		_, _ = fmt.Fprintf(b.p.stderr, "\r\x1b[K[%s%s] %3d %%   day %d of %d", strings.Repeat("#", full), strings.Repeat(".", barWidth-full),
			now, min(int(share*float64(b.days))+1, b.days), b.days)
	}
	return stopped == nil
}

func (b *bar) done() {
	if b.on {
		_, _ = fmt.Fprint(b.p.stderr, "\r\x1b[K")
	}
}
