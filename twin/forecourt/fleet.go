package forecourt

// FleetData is what a driver of a company's vehicle typed at the terminal. What is empty was not asked for.
type FleetData struct {
	Odometer string `json:"odometer,omitempty"`
	Vehicle  string `json:"vehicle,omitempty"`
	Driver   string `json:"driver,omitempty"`
}

// IsZero says that nothing was asked for.
func (d FleetData) IsZero() bool { return d == FleetData{} }
