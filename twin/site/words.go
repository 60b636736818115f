package site

import (
	"embed"

	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// Sources are this package's Go files: the comments of the fields are what an editor shows beside the keys of a plan.
//
//go:embed *.go
var Sources embed.FS

// Words lists what the texts of a plan can be, by type and key: "POS.release".
func Words() map[string][]string {
	return map[string][]string{
		"Bus.dialect":       pumpDialects(),
		"Dispenser.silence": silences,
		"POS.release":       releases,
		"Host.issuer":       hostIssuers,
		"HostLink.dialect":  hostDialects,
		"HostLink.framing":  iso8583.Framings(),
		"HostLink.mac":      hostMACs,
		"HostLink.keys":     hostKeys,
		"HostCard.kind":     HostKinds,
		"PTS.scheme":        ptsSchemes,
		"Gauge.format":      gaugeFormats,
		"Gauge.terminator":  gaugeTerminators,
		"Network.connect":   {ConnectController, ConnectDispenser, ConnectBoth},
	}
}
