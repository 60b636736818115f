package fdc

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/wire"
)

// Describe implements wire.Dialect: every message of b in words. Messages that are checked need the pass-phrase; with an
// empty one the hash is not looked at, since a reader of a capture seldom knows it.
func (d Dialect) Describe(_ wire.Direction, b []byte, _ wire.Options) (string, error) {
	r := Reader{Phrase: d.Phrase, Unchecked: d.Unchecked || d.Phrase == "", Max: d.Max}
	r.Feed(b)
	var words []string
	for {
		document, ok, refused := r.Next()
		if refused != nil {
			return strings.Join(words, "; "), refused
		}
		if !ok {
			break
		}
		doc, err := Decode(document)
		if err != nil {
			return strings.Join(words, "; "), frameError(document, HeaderSize, strings.TrimPrefix(err.Error(), "fdc: "))
		}
		words = append(words, say(doc))
	}
	if rest := r.held[r.from:]; len(rest) > 0 || len(words) == 0 {
		return strings.Join(words, "; "), frameError(rest, len(rest), "the message is cut off")
	}
	return strings.Join(words, "; "), nil
}

func say(d Document) string {
	switch d := d.(type) {
	case *ServiceRequest:
		return fmt.Sprintf("%s request %s of %s%s", d.RequestType, d.RequestID, who(d.ApplicationSender, d.WorkstationID), devices(d.POSdata.DeviceClass))
	case *ServiceResponse:
		return fmt.Sprintf("%s response %s to %s: %s %s%s", d.RequestType, d.RequestID, who(d.ApplicationSender, d.WorkstationID),
			d.OverallResult, d.FDCdata.ErrorCode, devices(d.FDCdata.DeviceClass))
	case *POSMessage:
		return fmt.Sprintf("%s of %s", d.MessageType, who(d.ApplicationSender, d.WorkstationID))
	case *FDCMessage:
		return fmt.Sprintf("%s of %s%s", d.MessageType, who(d.ApplicationSender, d.WorkstationID), devices(d.FDCdata.DeviceClass))
	}
	panic(fmt.Sprintf("fdc: %T is no document", d)) // Decode makes no others
}

func who(sender, workstation string) string { return sender + "@" + workstation }

func devices(all []DeviceClass) string {
	var b strings.Builder
	for _, d := range all {
		fmt.Fprintf(&b, ", %s %s", d.Type, d.DeviceID)
		for _, f := range []struct {
			name  string
			value string
		}{
			{"nozzle", d.NozzleNo}, {"sale", d.TransactionSeqNo}, {"", Read(d.DeviceState)}, {"", Read(d.State)},
			{"at most", Read(d.MaxTrxAmount)}, {"at most volume", Read(d.MaxTrxVolume)}, {"amount", Read(d.Amount)},
			{"volume", Read(d.Volume)}, {"at", Read(d.UnitPrice)},
		} {
			if f.value != "" {
				b.WriteString(" " + strings.TrimSpace(f.name+" "+f.value))
			}
		}
		if d.ErrorCode != "" && d.ErrorCode != OK {
			b.WriteString(" " + d.ErrorCode)
		}
	}
	return b.String()
}
