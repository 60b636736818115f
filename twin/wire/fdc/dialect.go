package fdc

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

// Name is the dialect's name.
const Name = "fdc"

// DefaultPort is where FUS connects to.
const DefaultPort = 4710

// The spans of the liveness check, as FUS has them.
const (
	DefaultBeat    = 15 * time.Second
	DefaultSilence = 46 * time.Second
)

// Dialect is the interface with its settings; the zero value is the defaults with an empty pass-phrase.
type Dialect struct {
	Phrase    string // a secret of the site
	Unchecked bool   // take messages whatever their hash
	Max       int    // bytes of a document; zero: DefaultMax
	Beat      time.Duration
	Silence   time.Duration
	// Sender and Workstation are what an end calls itself in what it says unasked; zero: FDC and 01 at the controller, POS
	// and 01 at the POS.
	Sender, Workstation string
	Zone                *time.Location // of time stamps; nil: UTC
}

var _ wire.Dialect = Dialect{}

func init() { wire.Register(Dialect{}) }

// Name implements wire.Dialect.
func (Dialect) Name() string { return Name }

// Ends implements wire.Dialect.
func (Dialect) Ends() [2]wire.End { return [2]wire.End{wire.POS, wire.Controller} }

// Ports implements wire.Dialect.
func (Dialect) Ports() []wire.Kind { return []wire.Kind{{Carrier: "tcp"}} }

// Open implements wire.Dialect. The session carries Documents; addresses and options are not used.
func (d Dialect) Open(end wire.End, _ wire.Options, out wire.Out) (wire.Session, error) {
	if end != wire.POS && end != wire.Controller {
		return nil, fmt.Errorf("fdc: there is no end '%s'", end)
	}
	return d.open(end, out), nil
}

// Messages implements wire.Dialect.
func (Dialect) Messages() []wire.MessageInfo {
	var all []wire.MessageInfo
	for _, t := range RequestTypes {
		confidence := byte('B')
		switch t {
		case LogOn, GetFPState, AuthoriseFuelPoint, GetAvailableFuelSaleTrxs, GetFuelSaleTrxDetails, LockFuelSaleTrx, StartForecourt:
			confidence = 'A'
		case TerminateFuelling:
			confidence = 'C'
		}
		all = append(all,
			wire.MessageInfo{Name: t, Direction: wire.FromController, Code: "ServiceRequest", Meaning: meanings[t], Confidence: confidence},
			wire.MessageInfo{Name: t, Direction: wire.FromDispenser, Code: "ServiceResponse", Meaning: "the answer", Confidence: confidence})
	}
	return append(all,
		wire.MessageInfo{Name: POSReady, Direction: wire.FromController, Code: "POSMessage", Meaning: "the POS is there", Confidence: 'B'},
		wire.MessageInfo{Name: FDCReady, Direction: wire.FromDispenser, Code: "FDCMessage", Meaning: "the controller is there", Confidence: 'B'},
		wire.MessageInfo{Name: FPStateChange, Direction: wire.FromDispenser, Code: "FDCMessage", Meaning: "the state of a point", Confidence: 'A'},
		wire.MessageInfo{Name: FuelSaleTrx, Direction: wire.FromDispenser, Code: "FDCMessage", Meaning: "a sale and its state", Confidence: 'A'})
}

var meanings = map[string]string{
	LogOn: "a till begins", LogOff: "a till ends", GetProductTable: "what is sold", DefProducts: "what the till believes is sold",
	ConfigStart: "configuration begins", ConfigEnd: "configuration ends", GetConfiguration: "points, nozzles, prices",
	GetFPState: "states of points", AuthoriseFuelPoint: "release a point", SuspendFuelling: "shut the valves for a while",
	ResumeFuelling: "open them again", TerminateFuelling: "stop a point", GetAvailableFuelSaleTrxs: "unpaid sales",
	GetFuelSaleTrxDetails: "one sale in full", LockFuelSaleTrx: "keep a sale from other tills", UnlockFuelSaleTrx: "give it back",
	ClearFuelSaleTrx: "a sale is paid", ChangeFuelPrice: "new prices", GetTotal: "totals of nozzles", GetTotals: "totals of nozzles",
	OpenDevice: "let a point be released", CloseDevice: "let it not", StartForecourt: "open every point",
	StopForecourt: "stop and close every point",
}

// Secrets implements wire.Dialect: a message holds none; the pass-phrase is only hashed.
func (Dialect) Secrets([]byte) []wire.Span { return nil }

// Stamp prints an instant as documents carry it.
func (d Dialect) Stamp(at clock.Instant) string {
	zone := d.Zone
	if zone == nil {
		zone = time.UTC
	}
	return at.Time().In(zone).Format("2006-01-02T15:04:05")
}
