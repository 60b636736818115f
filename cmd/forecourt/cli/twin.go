package cli

import (
	"errors"
	"runtime"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/strict"
)

// twinVerb starts a station in wall time.
type twinVerb struct {
	Site      string   `help:"Site plan: a ready-made one or a file; default: the project's, else kiosk." placeholder:"PLAN"`
	Seed      seed     `help:"Decimal or 0x-hexadecimal; drawn and printed when absent." placeholder:"N"`
	Outside   []string `help:"Leave a role to somebody else: controller, pos, gauge, gateway, host, oms, 'fuelling-point N'." placeholder:"ROLE" sep:"none"`
	Customers string   `help:"auto: drivers come by themselves, many; none: they are played by hand; or a customer profile, by the hour of the day." default:"none" placeholder:"WHO"`
	Listen    string   `help:"Address to listen on." default:"127.0.0.1" placeholder:"HOST"`
	Network   string   `help:"IPv4 address of IFSF nodes that work with somebody else's; default: as --listen." placeholder:"HOST"`
	Bus       []string `help:"Join a bus to a serial port, as in 1=/dev/ttyUSB0." placeholder:"N=PORT" sep:"none"`
	Direction string   `help:"How the port's RS-485 driver is switched: auto (by the adapter), rts, kernel." enum:"auto,rts,kernel" default:"auto"`
	PTSUpload string   `name:"pts-upload" help:"Where the controller uploads finished sales to, as a PTS-2 does; needs --outside pos." placeholder:"URL"`
	Echo      bool     `help:"The port hands back what is written to it."`
	Gauge     string   `help:"With --outside gauge: the Veeder-Root console that is read, tcp://HOST:PORT or /dev/ttyUSB0@9600-8N1." placeholder:"ADDRESS"`
	GaugePort []string `help:"Our gauge console answers on a serial port too, as in /dev/ttyUSB1@9600-8N1." placeholder:"PORT" sep:"none"`
	Gateway   string   `help:"With --outside gateway: where the till's payment gateway is." placeholder:"URL"`
	Manner    string   `help:"The API manner of our payment gateway and of the till: stripe or paypal; default: the plan's." placeholder:"MANNER"`
	Callback  []string `help:"Let our gateway call webhooks at a host in the world, as in 127.0.0.1:8080." placeholder:"HOST:PORT" sep:"none"`
	Host      string   `help:"With --outside host: the merchant host that our gateway asks in ISO 8583, tcp://HOST:PORT." placeholder:"ADDRESS"`
	// Settlements is what the acquirer would send.
	Settlements string `help:"Write what each network settles of a day into a folder, as CSV." placeholder:"DIR"`
	OMS         string `name:"oms" help:"With --outside oms: where finished sales are posted to." placeholder:"URL"`
	Record      string `help:"Keep all traffic with its instants in a new file, from which --replay plays it again." placeholder:"FILE"`
	Replay      string `help:"Play a recording in virtual time, and compare the digests of every line." placeholder:"FILE"`
	Trace       bool   `help:"Say every frame on every bus in words, on standard error; quiet polls are counted."`
	models
	JSON bool `name:"json" help:"Print one JSON line with the endpoints when ready, and nothing else."`
}

// statusAfter is how often the status line is renewed.
const statusAfter = 2 * time.Second

// living is a station in the world.
type living struct {
	verb    *twinVerb
	program *program
	plan    *site.Plan
	seed    uint64
	station *station.Station
	pacer   *live.Pacer
	live    *live.Station
	sales   int
	real    map[int][]live.RealPort // serial ports by bus
	source  []byte                  // the plan's text
	file    string                  // its name
	record  *live.Recorder          // nil: nothing is recorded
	network []*station.NetworkNode  // that work with somebody else's
}

// Run implements the verb.
func (v *twinVerb) Run(p *program) error {
	runtime.LockOSThread() // before any fiber is made: one that was made before ends the process
	var wrong strict.Errors
	if errors.As(v.models.add(), &wrong) {
		p.exit = verdict.ExitBadFile
		return p.refused(wrong, len(v.Profiles), v.JSON)
	}
	if v.Replay != "" {
		return v.replay(p)
	}
	lv, err := v.build(p)
	if err != nil {
		lv.dropRecord()
	}
	if err != nil {
		return p.refuse(err, 1, v.JSON)
	}
	defer lv.endRecord()
	defer lv.live.Close()
	if err := lv.announce(); err != nil {
		return err
	}
	var every func()
	if p.errTerminal && !v.JSON && !v.Trace {
		every = lv.status
	}
	err = lv.live.Run(p.ctx, statusAfter, every)
	if every != nil {
		p.notice("")
	}
	return err
}

// build starts the station; where it fails, what it has begun is returned too.
func (v *twinVerb) build(p *program) (lv *living, err error) {
	host, err := loopback(v.Listen)
	if err != nil {
		return nil, err
	}
	lv = &living{verb: v, program: p, seed: v.Seed.orDrawn()}
	name := v.Site
	if name == "" {
		if name, err = defaultSite(); err != nil {
			return lv, err
		}
	}
	if lv.file, lv.source, err = site.Source(name); err != nil {
		return lv, err
	}
	if lv.plan, err = site.Load(lv.file, lv.source); err != nil {
		return lv, err
	}
	if lv.pacer, err = live.NewPacer(); err != nil {
		return lv, err
	}
	start := lv.pacer.Now()
	if err := lv.startRecord(start); err != nil {
		return lv, err
	}
	if err := lv.assemble(start, lv.pacer, lv.record.Journal()); err != nil {
		return lv, err
	}
	if err := lv.openSerial(); err != nil {
		return lv, err
	}
	options, err := lv.options(host)
	if err != nil {
		return lv, err
	}
	options.Host, options.Recorder = host, lv.record
	lv.live, err = live.Open(lv.station.Loop(), lv.pacer, options)
	return lv, err
}

// assemble builds the station, in wall time or for a replay.
func (lv *living) assemble(start clock.Instant, pacer loop.Pacer, j *journal.Journal) error {
	v := lv.verb
	outside, err := v.outside(lv.plan)
	if err != nil {
		return err
	}
	if err := v.setUpload(lv.program, lv.plan, outside); err != nil {
		return err
	}
	if err := v.setManner(lv.plan); err != nil {
		return err
	}
	options := station.Options{Plan: lv.plan, Seed: lv.seed, Start: start, Pacer: pacer, Journal: j, Outside: outside}
	if err := v.gauge(&options); err != nil {
		return err
	}
	if err := v.elsewhere(&options); err != nil {
		return err
	}
	if v.Trace {
		options.Trace = newTrace(lv.program.stderr).frame
	}
	lv.station, err = station.Build(options)
	if err != nil {
		return err
	}
	lv.station.Loop().Watch(func(t forecourt.Told) {
		if t.Role.Kind == "fuelling-point" && t.Event.Event() == "completed" {
			lv.sales++
		}
	})
	lv.watchUploads()
	if err := lv.settlements(); err != nil {
		return err
	}
	if err := lv.attend(); err != nil {
		return err
	}
	return nil
}

// outside reads the roles that are left to somebody else.
func (v *twinVerb) outside(plan *site.Plan) (roles []forecourt.Role, err error) {
	known := []string{station.ControllerRole.String(), station.POSRole.String(), station.GaugeRole.String(),
		station.GatewayRole.String(), station.HostRole.String(), station.OMSRole.String()}
	for _, side := range plan.Points() {
		known = append(known, forecourt.PointRole(side.FuellingPoint).String())
	}
	for _, name := range v.Outside {
		var r forecourt.Role
		found := false
		for _, k := range known {
			found = found || k == name
		}
		if err := r.UnmarshalText([]byte(name)); err != nil || !found {
			if meant := strict.Suggest(name, known); meant != "" {
				return nil, misused("there is no role '%s' to leave outside, did you mean \"%s\"?", name, meant)
			}
			return nil, misused("'%s' cannot be left outside; it is one of: %s", name, strings.Join(known, ", "))
		}
		roles = append(roles, r)
	}
	return roles, nil
}
