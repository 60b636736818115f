package wire

import (
	"fmt"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/unit"
)

// Mark says what a receiver noticed about a chunk beside its bytes.
type Mark uint8

// The marks.
const (
	ParityError Mark = 1 << iota
	FramingError
	Break
	Collision // two ends spoke at once
)

// Chunk is a run of bytes as a receiver heard them. The bytes are valid only during the call that hands them over.
type Chunk struct {
	Bytes       []byte
	First, Last clock.Instant // when the first byte began and the last one ended
	Marks       Mark
}

// End names one of the two roles of a dialect.
type End string

// The ends that dialects have.
const (
	Controller End = "controller"
	Dispenser  End = "dispenser"
	POS        End = "pos"
	Client     End = "client"
	Console    End = "console"
	Gateway    End = "gateway"
	Host       End = "host"
)

// Parity of a serial line.
type Parity byte

// The parities.
const (
	NoParity   Parity = 'N'
	OddParity  Parity = 'O'
	EvenParity Parity = 'E'
)

// Settings says how a serial line must be set.
type Settings struct {
	Baud     int
	DataBits int
	Parity   Parity
	StopBits int
}

// String prints "9600 8O1".
func (s Settings) String() string {
	return fmt.Sprintf("%d %d%c%d", s.Baud, s.DataBits, s.Parity, s.StopBits)
}

// BitsPerByte counts start, data, parity and stop bits.
func (s Settings) BitsPerByte() int {
	n := 1 + s.DataBits + s.StopBits
	if s.Parity != NoParity {
		n++
	}
	return n
}

// Span returns how long n bytes last, in whole nanoseconds, rounded down once.
func (s Settings) Span(n int) time.Duration {
	return time.Duration(int64(n) * int64(s.BitsPerByte()) * 1_000_000_000 / int64(s.Baud))
}

// Kind is a way a dialect travels: "serial" with its settings, "tcp", "udp" or "http".
type Kind struct {
	Carrier  string
	Settings Settings // serial only
}

// Options opens one end. What a dialect does not use it ignores; zero values mean the dialect's documented defaults.
type Options struct {
	// Addresses are the bus addresses that a controller polls; a dispenser has one.
	Addresses []byte
	// Nozzles is the number of logical nozzles at each address.
	Nozzles int
	// Decimals of what travels without them. Use DefaultDecimals for the usual ones.
	VolumeDecimals, AmountDecimals, PriceDecimals uint8
	Unit                                          unit.Measure
	Currency                                      unit.Currency
	// Lenient accepts what field masters are known to get wrong; strict follows the specification.
	Lenient bool
	// PollCycle is how often a controller polls every address; it never starts a cycle early.
	PollCycle time.Duration
	// ReplyTimeout is how long a controller waits for the first byte of an answer.
	ReplyTimeout time.Duration
	// ReplySlack is added to ReplyTimeout, or to the dialect's own where that is zero: what a slow adapter takes on a real
	// line. Serial dialects of pumps keep to it.
	ReplySlack time.Duration
	// StatusEvery is how long a controller hears nothing of an address but that it has nothing to say, before it asks for the
	// status; zero: the dialect's own. DART keeps to it, the others hear the status at every poll.
	StatusEvery time.Duration
	// TurnAround is how long an end waits after the last byte it heard before it speaks.
	TurnAround time.Duration
}

// DefaultDecimals fills in 3 decimals for volume, the currency's own for amounts and 3 for prices where all are zero.
func (o Options) DefaultDecimals() Options {
	if o.VolumeDecimals == 0 && o.AmountDecimals == 0 && o.PriceDecimals == 0 {
		o.VolumeDecimals, o.AmountDecimals, o.PriceDecimals = 3, o.Currency.Decimals(), 3
	}
	return o
}

// Noun is what travels: a forecourt.Command, a forecourt.Report, or another noun of the dialect's own family.
type Noun any

// Session is one end of one protocol.
type Session interface {
	// Start begins the session: a controller sends its first poll.
	Start(at clock.Instant)
	// Hear takes bytes from the line, whole frames or parts of them.
	Hear(c Chunk)
	// Wake is called at the instant that the session last asked for.
	Wake(at clock.Instant)
	// Do sends a noun to an address; a dispenser ignores the address and speaks for itself. The error names a noun that
	// the dialect cannot carry, or a value that does not fit it; then nothing is sent.
	Do(at clock.Instant, address byte, n Noun) error
}

// Out is what a session does to the world around it. All calls come from inside one of the session's own methods.
type Out interface {
	// Say writes bytes, the first one no earlier than after this instant. The bytes are copied.
	Say(after time.Duration, b []byte)
	// WakeAt asks to be woken, and replaces what was asked for before; clock.Never withdraws it.
	WakeAt(at clock.Instant)
	// Heard delivers a noun from an address.
	Heard(address byte, n Noun)
	// Fault reports bytes that were refused.
	Fault(e *FrameError)
	// Cycle marks the start of a poll cycle, for the journal's run-length records.
	Cycle()
}

// Breakable is what a Session may also be whose line is a connection: it is told when the connection is gone, and then
// Start says that there is a new one.
type Breakable interface{ Break(at clock.Instant) }

// Relink tells a session that its connection is made or gone.
func Relink(s Session, at clock.Instant, up bool) {
	if up {
		s.Start(at)
	} else if b, ok := s.(Breakable); ok {
		b.Break(at)
	}
}

// Listener is what an Out may also be: one that knows of bytes which are on their way to the session and not handed over
// yet, because its line hands over whole frames. A controller asks it before it takes silence for an answer.
type Listener interface {
	// Arriving returns when the transmission that has begun to arrive will have been heard.
	Arriving() (until clock.Instant, yes bool)
}

// Direction of a frame, for the reader of a capture.
type Direction uint8

// The directions.
const (
	FromController Direction = iota // or from the POS or the client
	FromDispenser                   // or from the controller or the console that answers
)

// String returns the direction in words.
func (d Direction) String() string {
	if d == FromDispenser {
		return "from dispenser"
	}
	return "from controller"
}

// MessageInfo describes one message of a dialect.
type MessageInfo struct {
	Name       string
	Direction  Direction
	Code       string // as the specification writes it
	Meaning    string
	Confidence byte // 'A', 'B' or 'C' of the fact sheet
	// Untested says why no test lets this message travel between two ends; empty: at least one does, which the dialect's own
	// tests watch over (wiretest.Main).
	Untested string
}

// Namer is a Dialect that can tell which of its messages whole frames hold, by their names in Messages; none where they are
// damaged.
type Namer interface {
	Names(d Direction, b []byte) []string
}

// Span is a run of bytes inside a frame.
type Span struct{ From, To int }

// Dialect is one protocol between two roles.
type Dialect interface {
	Name() string
	Ends() [2]End
	Ports() []Kind
	Open(end End, o Options, out Out) (Session, error)
	Messages() []MessageInfo
	// Describe says a frame in words; the error of a damaged frame is a *FrameError.
	Describe(d Direction, b []byte, o Options) (string, error)
	// Secrets finds what must never be written in clear.
	Secrets(b []byte) []Span
}

// FrameError says what is wrong with a frame and where.
type FrameError struct {
	Dialect string
	Offset  int // of the byte at fault, from the start of the frame
	Reason  string
	Raw     []byte
}

// Error prints the dialect, the reason, the place and the bytes.
func (e *FrameError) Error() string {
	return fmt.Sprintf("%s: %s at byte %d of % X", e.Dialect, e.Reason, e.Offset, e.Raw)
}
