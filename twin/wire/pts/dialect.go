package pts

import (
	"errors"
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// Name is the dialect's name.
const Name = "pts"

// Dialect is jsonPTS for what lists and describes protocols.
type Dialect struct{}

var _ wire.Dialect = Dialect{}

func init() { wire.Register(Dialect{}) }

// Name implements wire.Dialect.
func (Dialect) Name() string { return Name }

// Ends implements wire.Dialect.
func (Dialect) Ends() [2]wire.End { return [2]wire.End{wire.POS, wire.Controller} }

// Ports implements wire.Dialect.
func (Dialect) Ports() []wire.Kind { return []wire.Kind{{Carrier: "http"}, {Carrier: "websocket"}} }

// Open implements wire.Dialect. There is nothing to open: every request is an HTTP exchange of its own.
func (Dialect) Open(wire.End, wire.Options, wire.Out) (wire.Session, error) {
	return nil, errors.New("pts: jsonPTS is request and answer over HTTP; it has no sessions")
}

var meanings = map[string]string{
	PumpGetStatus: "the state of a pump, or what was asked for before", PumpAuthorize: "release a pump", PumpStop: "stop a pump",
	PumpEmergencyStop: "stop a pump, or with 0 all", PumpSuspend: "shut the valves for a while", PumpResume: "open them again",
	PumpLock: "keep a pump from other users", PumpUnlock: "give it back", PumpCloseTransaction: "a transaction is paid",
	PumpGetPrices: "ask for prices", PumpSetPrices: "new prices", PumpGetTotals: "ask for a nozzle's totals",
	PumpGetDisplayData: "ask for the display", PumpGetTransaction: "what became of a transaction",
	"PumpIdleStatus": "nothing under way", "PumpFillingStatus": "authorised or delivering",
	"PumpEndOfTransactionStatus": "a transaction waits to be closed", "PumpOfflineStatus": "the pump does not answer",
	"PumpPrices": "prices by nozzle", "PumpTotals": "totals of a nozzle", "PumpDisplayData": "what the display shows",
	"PumpAuthorizeConfirmation": "the number of the transaction", "PumpTransactionInformation": "a transaction",
	UploadPumpTransaction: "to a server: a finished sale", UploadTankMeasurement: "to a server: what a tank holds",
	UploadInTankDelivery: "to a server: a delivery into a tank", UploadStatus: "to a server: how all pumps are",
	UploadAlertRecord: "to a server: an alarm began or ended", UploadConfiguration: "to a server: the configuration; named only",
}

// Messages implements wire.Dialect.
func (Dialect) Messages() []wire.MessageInfo {
	var all []wire.MessageInfo
	for _, t := range Requests {
		all = append(all, wire.MessageInfo{Name: t, Direction: wire.FromController, Code: t, Meaning: meanings[t], Confidence: 'A'})
	}
	for _, t := range Answers {
		confidence := byte('A')
		switch t {
		case "PumpDisplayData", "PumpTransactionInformation":
			confidence = 'C'
		case "PumpAuthorizeConfirmation":
			confidence = 'B'
		}
		all = append(all, wire.MessageInfo{Name: t, Direction: wire.FromDispenser, Code: t, Meaning: meanings[t], Confidence: confidence})
	}
	for _, t := range Uploads {
		confidence := byte('B')
		switch t {
		case UploadPumpTransaction:
			confidence = 'A'
		case UploadAlertRecord, UploadConfiguration:
			confidence = 'C'
		}
		all = append(all, wire.MessageInfo{Name: t, Direction: wire.FromDispenser, Code: t, Meaning: meanings[t], Confidence: confidence})
	}
	return all
}

// Describe implements wire.Dialect: the packets of a body in words.
func (Dialect) Describe(_ wire.Direction, b []byte, _ wire.Options) (string, error) {
	body, err := Decode(b)
	if err != nil {
		return "", &wire.FrameError{Dialect: Name, Reason: err.Error(), Raw: append([]byte(nil), b[:min(len(b), 64)]...)}
	}
	if body.Error {
		return fmt.Sprintf("error %d %s", body.Code, body.Message), nil
	}
	words := make([]string, len(body.Packets))
	for i, p := range body.Packets {
		words[i] = strings.TrimSpace(fmt.Sprintf("%d %s %s", p.ID, p.Type, p.Data))
		switch {
		case p.Error:
			words[i] = fmt.Sprintf("%d %s: error %d %s", p.ID, p.Type, p.Code, p.Message)
		case p.Message != "":
			words[i] += p.Message
		}
	}
	return strings.Join(words, "; "), nil
}

// Secrets implements wire.Dialect: a body holds none; the user's password is in the header of the request.
func (Dialect) Secrets([]byte) []wire.Span { return nil }
