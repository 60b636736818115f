package desk

import "github.com/forecourt/forecourt/twin/forecourt"

// Kind is the kind of role under which the desk's events are told.
const Kind = "desk"

// The events.
type (
	// ClientLoggedOn says that a till has logged on.
	ClientLoggedOn struct {
		Client string `event:"client"`
	}
	// ClientLoggedOff says that it has logged off.
	ClientLoggedOff struct {
		Client string `event:"client"`
	}
	// ClientLost says that a till went away without logging off.
	ClientLost struct {
		Client string `event:"client"`
		Why    string `event:"why"`
	}
	// Locked says that a till has locked a point, or a sale of it; a point's lock has no sale.
	Locked struct {
		Client string          `event:"client"`
		Point  forecourt.Point `event:"fuelling-point"`
		Sale   string          `event:"sale"`
	}
	// Unlocked says that it was given back.
	Unlocked struct {
		Client string          `event:"client"`
		Point  forecourt.Point `event:"fuelling-point"`
		Sale   string          `event:"sale"`
	}
	// LockExpired says that it was taken from a till that is gone.
	LockExpired struct {
		Client string          `event:"client"`
		Point  forecourt.Point `event:"fuelling-point"`
		Sale   string          `event:"sale"`
	}
	// Cleared says that a till has cleared a sale; no client: it was gone when the controller listed its sales.
	Cleared struct {
		Client string          `event:"client"`
		Point  forecourt.Point `event:"fuelling-point"`
		Sale   string          `event:"sale"`
		Number int             `event:"number"`
	}
	// Refused says that a till was refused something, and why.
	Refused struct {
		Client  string          `event:"client"`
		Request string          `event:"request"`
		Point   forecourt.Point `event:"fuelling-point"`
		Why     string          `event:"why"`
	}
)

// Event names.
func (ClientLoggedOn) Event() string  { return "client-logged-on" }
func (ClientLoggedOff) Event() string { return "client-logged-off" }
func (ClientLost) Event() string      { return "client-lost" }
func (Locked) Event() string          { return "locked" }
func (Unlocked) Event() string        { return "unlocked" }
func (LockExpired) Event() string     { return "lock-expired" }
func (Cleared) Event() string         { return "cleared" }
func (Refused) Event() string         { return "refused" }

func init() {
	for _, e := range []struct {
		event forecourt.Event
		doc   string
	}{
		{ClientLoggedOn{}, "a till has logged on to the controller"},
		{ClientLoggedOff{}, "a till has logged off"},
		{ClientLost{}, "a till went away without logging off"},
		{Locked{}, "a till has locked a point or a sale"},
		{Unlocked{}, "a till has given a lock back"},
		{LockExpired{}, "a lock was taken from a till that is gone"},
		{Cleared{}, "a till has cleared a sale"},
		{Refused{}, "a till was refused something, and why"},
	} {
		forecourt.DefineEvent(Kind, e.event, e.doc)
	}
}

// Notice is what the desk tells its front ends.
type Notice interface{ notice() }

// The notices.
type (
	// PointNotice says that what Point returns has changed.
	PointNotice struct{ Point forecourt.Point }
	// SaleNotice says that a sale is there, or its lock has changed, or it is Gone.
	SaleNotice struct {
		Sale Sale
		Gone bool
	}
	// LostNotice says that a client is none any more, other than by logging off.
	LostNotice struct{ Client *Client }
	// UpNotice says that the desk is switched on, and has read its store.
	UpNotice struct{}
	// DownNotice says that the desk has lost its power, and with it every client.
	DownNotice struct{}
)

func (PointNotice) notice() {}
func (SaleNotice) notice()  {}
func (LostNotice) notice()  {}
func (UpNotice) notice()    {}
func (DownNotice) notice()  {}
