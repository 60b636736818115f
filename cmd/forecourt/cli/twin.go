package cli

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"
	"time"

	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/live"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/station"
	"github.com/forecourt/forecourt/twin/strict"
)

// twinVerb starts a station in wall time.
type twinVerb struct {
	Site      string   `help:"Site plan: a ready-made one or a file." default:"kiosk" placeholder:"PLAN"`
	Seed      seed     `help:"Decimal or 0x-hexadecimal; drawn and printed when absent." placeholder:"N"`
	Outside   []string `help:"Leave a role to somebody else: controller, pos, 'fuelling-point N'." placeholder:"ROLE" sep:"none"`
	Customers string   `help:"auto: drivers come by themselves, many; none: they are played by hand; or a customer profile, by the hour of the day." default:"none" placeholder:"WHO"`
	Listen    string   `help:"Address to listen on." default:"127.0.0.1" placeholder:"HOST"`
	Bus       []string `help:"Join a bus to a serial port, as in 1=/dev/ttyUSB0." placeholder:"N=PORT" sep:"none"`
	Direction string   `help:"How the port's RS-485 driver is switched: auto (by the adapter), rts, kernel." enum:"auto,rts,kernel" default:"auto"`
	Echo      bool     `help:"The port hands back what is written to it."`
	Trace     bool     `help:"Say every frame on every bus in words, on standard error; quiet polls are counted."`
	JSON      bool     `name:"json" help:"Print one JSON line with the endpoints when ready, and nothing else."`
}

// statusEvery is how often the status line is renewed.
const statusEvery = 2 * time.Second

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
}

// Run implements the verb.
func (v *twinVerb) Run(p *program) error {
	runtime.LockOSThread() // before any fiber is made: one that was made before ends the process
	lv, err := v.build(p)
	var errs strict.Errors
	if errors.As(err, &errs) {
		p.exit = verdict.ExitBadFile
		return p.refused(errs, 1, v.JSON)
	}
	if err != nil {
		return err
	}
	defer lv.live.Close()
	if err := lv.announce(); err != nil {
		return err
	}
	var every func()
	if p.errTerminal && !v.JSON && !v.Trace {
		every = lv.status
	}
	err = lv.live.Run(p.ctx, statusEvery, every)
	if every != nil {
		p.notice("")
	}
	return err
}

func (v *twinVerb) build(p *program) (*living, error) {
	host, err := loopback(v.Listen)
	if err != nil {
		return nil, err
	}
	lv := &living{verb: v, program: p, seed: v.Seed.orDrawn()}
	if lv.plan, err = site.Open(v.Site); err != nil {
		return nil, err
	}
	outside, err := v.outside(lv.plan)
	if err != nil {
		return nil, err
	}
	if lv.pacer, err = live.NewPacer(); err != nil {
		return nil, err
	}
	options := station.Options{Plan: lv.plan, Seed: lv.seed, Start: lv.pacer.Now(), Pacer: lv.pacer, Outside: outside}
	if v.Trace {
		options.Trace = newTrace(p.stderr).frame
	}
	lv.station, err = station.Build(options)
	if err != nil {
		return nil, err
	}
	lv.station.Loop().Watch(func(t forecourt.Told) {
		if t.Role.Kind == "fuelling-point" && t.Event.Event() == "completed" {
			lv.sales++
		}
	})
	if err := lv.attend(); err != nil {
		return nil, err
	}
	if err := lv.openSerial(); err != nil {
		return nil, err
	}
	cat, err := twin.Catalogue(lv.plan)
	if err != nil {
		return nil, err
	}
	cat.Roles, cat.Links = lv.station.Loop().Roles(), lv.station.Links() // what is outside cannot be played with
	lv.live, err = live.Open(lv.station.Loop(), lv.pacer, live.Options{
		Host: host, Buses: lv.buses(), Streams: lv.streams(), Sessions: lv.sessions(), HTTP: lv.servers(), Control: lv.plan.Ports.Control,
		Actor: newDesk(lv.station, cat), State: lv.state, Notice: p.stderr,
	})
	return lv, err
}

// loopback checks the address to listen on: off loopback the control endpoint would need a token, which does not exist
// yet.
func loopback(host string) (string, error) {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	switch {
	case host == "localhost":
		return "127.0.0.1", nil
	case ip == nil:
		return "", misused("--listen takes an address such as 127.0.0.1, not '%s'", host)
	case !ip.IsLoopback():
		return "", misused("--listen %s is refused: off loopback anybody could drive the station; reach it through a tunnel (ssh -L)", host)
	case ip.To4() == nil:
		return "[" + ip.String() + "]", nil
	}
	return ip.String(), nil
}

// outside reads the roles that are left to somebody else.
func (v *twinVerb) outside(plan *site.Plan) (roles []forecourt.Role, err error) {
	known := []string{station.ControllerRole.String(), station.POSRole.String()}
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

func (lv *living) buses() (ports []live.BusPort) {
	for _, b := range lv.plan.Buses {
		bus := lv.station.Bus(b.Bus)
		if bus == nil { // a dialect on TCP, which has no line to offer
			continue
		}
		ports = append(ports, live.BusPort{
			Number: b.Bus, Bus: bus, TCP: b.TCP, Says: b.Dialect + " " + bus.Settings().String(), Real: lv.real[b.Bus],
		})
	}
	return ports
}

func (lv *living) streams() []live.StreamPort {
	return []live.StreamPort{
		{Role: "gauge", Join: lv.station.GaugeStream, TCP: lv.plan.Ports.Gauge, Says: "veeder-root"},
	}
}

// sessions offers the XML interface to a POS, where the POS is outside.
func (lv *living) sessions() []live.SessionPort {
	front := lv.station.FDC()
	if front == nil {
		return nil
	}
	return []live.SessionPort{{
		Role: "controller", TCP: lv.plan.Ports.FDC, Says: "ifsf fdc xml",
		Attach: func(say func([]byte), drop func(string)) (func([]byte), func(), error) {
			s, err := front.Attach(say, drop)
			if err != nil {
				return nil, nil, err
			}
			return s.Hear, s.Close, nil
		},
	}}
}

func (lv *living) servers() []live.HTTPPort {
	return []live.HTTPPort{
		{Role: "controller", Host: station.PTSHost, Port: lv.plan.Ports.PTS, Says: "jsonPTS"},
		{Role: "gateway", Host: "gateway", Port: lv.plan.Ports.Gateway, Says: "stripe manner"},
		{Role: "oms", Host: "oms", Port: lv.plan.Ports.OMS, Says: "sales, ledger"},
	}
}

// announce prints every address.
func (lv *living) announce() error {
	p, all := lv.program, lv.live.Endpoints()
	if lv.verb.JSON {
		return p.object(struct {
			Endpoints []live.Endpoint `json:"endpoints"`
		}{all})
	}
	p.print("station %s, %s, running at wall time, seed %s (ctrl-c stops)\n", lv.plan.Site,
		counted(len(lv.station.Points()), "fuelling point"), seedText(lv.seed))
	var rows [][]string
	control := ""
	for _, e := range all {
		address := strings.Replace(e.Address, "tcp://", "tcp ", 1)
		if n := len(rows); n > 0 && rows[n-1][0] == "  "+e.Role && rows[n-1][1] == e.Says {
			rows[n-1] = append(rows[n-1], address)
			continue
		}
		rows = append(rows, []string{"  " + e.Role, e.Says, address})
		if e.Role == "control" {
			control = e.Address
		}
	}
	p.table(rows)
	flag := ""
	if control != defaultStation {
		flag = " --station " + control
	}
	p.print("by hand: forecourt act%s 'lift-nozzle: { fuelling-point: 1, nozzle: 1 }'\n", flag)
	return nil
}

// status renews the line that says how it goes.
func (lv *living) status() {
	l := lv.station.Loop()
	frames, faults := uint64(0), 0
	for _, b := range lv.plan.Buses {
		if bus := lv.station.Bus(b.Bus); bus != nil {
			frames += bus.Frames(l.Now())
		}
	}
	for _, r := range l.Roles() {
		faults += l.Refused(r)
	}
	late := lv.pacer.Lateness()
	_, _ = fmt.Fprintf(lv.program.stderr, "\r\x1b[Klateness median %s, p99 %s   frames %s   sales %s   faults %s",
		milliseconds(late.Quantile(0.5)), milliseconds(late.Quantile(0.99)), grouped(int(frames)), grouped(lv.sales), grouped(faults))
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%.2f ms", float64(d.Microseconds())/1000)
}
