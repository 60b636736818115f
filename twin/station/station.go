package station

import (
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/controller"
	"github.com/forecourt/forecourt/twin/controller/fdcfront"
	"github.com/forecourt/forecourt/twin/controller/stock"
	"github.com/forecourt/forecourt/twin/dispenser/hydraulics"
	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/host"
	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/line"
	"github.com/forecourt/forecourt/twin/loop"
	"github.com/forecourt/forecourt/twin/loyalty"
	"github.com/forecourt/forecourt/twin/machine"
	"github.com/forecourt/forecourt/twin/oms"
	"github.com/forecourt/forecourt/twin/pos"
	"github.com/forecourt/forecourt/twin/pricesign"
	"github.com/forecourt/forecourt/twin/site"
	"github.com/forecourt/forecourt/twin/tank"
	"github.com/forecourt/forecourt/twin/tank/gauge"
	"github.com/forecourt/forecourt/twin/wire"
)

// The roles of which a station has one.
var (
	ControllerRole = forecourt.Role{Kind: "controller"}
	POSRole        = forecourt.Role{Kind: "pos"}
	GatewayRole    = forecourt.Role{Kind: "gateway"}
	HostRole       = forecourt.Role{Kind: "host"}
	OMSRole        = forecourt.Role{Kind: "oms"}
	LoyaltyRole    = loyalty.Role
)

// Options of a station.
type Options struct {
	Plan    *site.Plan
	Seed    uint64
	Start   clock.Instant    // zero: clock.Epoch
	Pacer   loop.Pacer       // nil: virtual time
	Journal *journal.Journal // nil: nothing is recorded
	Mode    loop.Mode        // how the buses are moved; the zero one is per frame
	// HostRules are the issuer's answers by test card, in place of the default ones.
	HostRules map[string]host.Rule
	// ReleaseWithin is how long a point may take to obey a release; zero: the controller's default.
	ReleaseWithin time.Duration
	// Trace is told of every frame on every bus, with who said it and in words; nil: nobody listens.
	Trace func(bus int, from string, c wire.Chunk, words string)
	// Outside roles are left to somebody else: nothing is built for them.
	Outside []forecourt.Role
	// GatewayURL and OMSURL are where somebody else's are, where these roles are outside.
	GatewayURL, OMSURL string
	// ReadGauge has the controller read a console whatever the plan says: one that is outside.
	ReadGauge bool
	// GaugePorts is how many serial ports our own console has for the outside.
	GaugePorts int
	// ReplySlack is how much longer the controller waits for an answer on a bus; nil: on none.
	ReplySlack func(bus int) time.Duration
	// Opening is what a nozzle's totals stand at when the station is new; nil: at nothing.
	Opening func(forecourt.Point, forecourt.Nozzle) forecourt.Totals
	Hooks   Hooks
	// EdgeByEdge counts every edge of every pulser, as an event of the loop: the reference of the closed form.
	EdgeByEdge bool
}

// Hooks wrap what stands at a boundary. Each may be nil.
type Hooks struct {
	Machine func(forecourt.Role, machine.Machine) machine.Machine
	Dialect func(forecourt.Role, wire.Dialect) wire.Dialect
	Handler func(host string, h http.Handler) http.Handler
}

// Station is a site plan on a loop.
type Station struct {
	loop    *loop.Loop
	options Options
	plan    *site.Plan
	points  []*Point
	tanks   map[int]*tank.Tank
	buses   map[int]*line.Bus
	streams map[int]*line.Stream // in place of a bus, where the dialect runs on TCP
	links   map[[2]forecourt.Role]cutter
	nodes   map[int]wire.Dialect // of buses whose dispenser is a node
	abroad  []*abroad            // connections that lead outside
	books   books
	pumps   map[int]*hydraulics.Pump // by tank
	drawing map[int][]pipe           // by tank

	controller *controller.Controller // nil: outside
	pos        *pos.POS
	sign       *pricesign.Sign // nil: the plan has none
	gateway    gateway.Gateway
	host       *host.Host // nil: outside, as the two before and the one after
	hostLinks  map[int]*[MostHostLinks]hostLink
	oms        *oms.OMS
	loyalty    *loyalty.Service // nil where the site has no scheme
	fdc        *fdcfront.Front  // nil unless the POS is outside
	stock      *stock.Reader    // nil where nobody reads the gauge
	gauged     *line.Stream     // from the reader to our own console
	gauge      *gauge.Gauge
	upload     *url.URL // nil: nothing is uploaded
}

// Build builds a station; it is not switched on yet.
func Build(o Options) (*Station, error) {
	s := &Station{
		loop:    loop.New(loop.Options{Seed: o.Seed, Start: o.Start, Pacer: o.Pacer, Journal: o.Journal, Mode: o.Mode}),
		options: o, plan: o.Plan,
		tanks: map[int]*tank.Tank{}, buses: map[int]*line.Bus{}, streams: map[int]*line.Stream{}, links: map[[2]forecourt.Role]cutter{},
		nodes: map[int]wire.Dialect{}, hostLinks: map[int]*[MostHostLinks]hostLink{},
	}
	for _, build := range []func() error{s.buildBuses, s.buildController, s.buildPumps, s.buildPoints, s.buildAbroad, s.buildTanks, s.buildMoney} {
		if err := build(); err != nil {
			s.loop.Close()
			return nil, fmt.Errorf("station %s: %w", o.Plan.Site, err)
		}
	}
	s.keepBooks()
	return s, nil
}

// Loop returns the loop that moves the station.
func (s *Station) Loop() *loop.Loop { return s.loop }

// Plan returns what it was built from.
func (s *Station) Plan() *site.Plan { return s.plan }

// Bus returns a bus of the plan by its number; nil where there is none, or where a dialect on TCP takes its place.
func (s *Station) Bus(n int) *line.Bus { return s.buses[n] }

// Points lists the fuelling points in the order of the plan.
func (s *Station) Points() []*Point { return s.points }

// Controller returns the forecourt controller; nil where it is outside.
func (s *Station) Controller() *controller.Controller { return s.controller }

// Till returns the POS; nil where it is outside.
func (s *Station) Till() *pos.POS { return s.pos }

// OMS returns order management; nil where it is outside.
func (s *Station) OMS() *oms.OMS { return s.oms }

// Digests returns a digest over every frame on each bus: "bus 1 0123456789abcdef".
func (s *Station) Digests() []string {
	var all []string
	for _, b := range s.plan.Buses {
		digest := uint64(0)
		if bus := s.buses[b.Bus]; bus != nil {
			digest = bus.Digest(s.loop.Now())
		} else if stream := s.streams[b.Bus]; stream != nil {
			digest = stream.Digest()
		}
		all = append(all, fmt.Sprintf("bus %d %016x", b.Bus, digest))
	}
	if s.gauged != nil {
		all = append(all, fmt.Sprintf(GaugeLine+" %016x", s.gauged.Digest()))
	}
	return all
}

// outside says whether a role is left to somebody else.
func (s *Station) outside(r forecourt.Role) bool {
	for _, o := range s.options.Outside {
		if o == r {
			return true
		}
	}
	return false
}

// add puts a machine on the loop, wrapped where a hook wants it.
func (s *Station) add(r forecourt.Role, m machine.Machine, timers int) {
	if wrap := s.options.Hooks.Machine; wrap != nil {
		m = wrap(r, m)
	}
	s.loop.Add(r, m, timers)
}

func (s *Station) serve(name string, owner forecourt.Role, latency time.Duration, h http.Handler, mask func(string) string) {
	if wrap := s.options.Hooks.Handler; wrap != nil {
		h = wrap(name, h)
	}
	s.loop.Serve(name, owner, latency, h, mask)
}

// link joins two machines by a link of nouns and remembers it by its roles.
func (s *Station) link(a, b loop.Socket) {
	s.links[[2]forecourt.Role{a.Role, b.Role}] = s.loop.Link(linkLatency, a, b)
}

// The latencies of the station's own network (design defaults).
const (
	linkLatency       = 5 * time.Millisecond
	hostLatency       = 20 * time.Millisecond
	connectionLatency = 2 * time.Millisecond
	httpLatency       = 40 * time.Millisecond
)
