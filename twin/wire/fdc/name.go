package fdc

import "github.com/forecourt/forecourt/twin/wire"

// Names implements wire.Namer: the request or message types of whole messages, whatever their hash.
func (d Dialect) Names(_ wire.Direction, b []byte) (names []string) {
	r := Reader{Unchecked: true, Max: d.Max}
	r.Feed(b)
	for {
		document, ok, refused := r.Next()
		if !ok || refused != nil {
			return names
		}
		doc, err := Decode(document)
		if err != nil {
			continue
		}
		switch doc := doc.(type) {
		case *ServiceRequest:
			names = append(names, doc.RequestType)
		case *ServiceResponse:
			names = append(names, doc.RequestType)
		case *POSMessage:
			names = append(names, doc.MessageType)
		case *FDCMessage:
			names = append(names, doc.MessageType)
		}
	}
}
