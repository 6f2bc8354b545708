namespace ImageResize.Metadata.Xmp;

/// <summary>
/// Finds the elements and attributes of an XMP packet (ISO 16684-1: RDF in XML 1.0) with their places, so that single ones
/// can be changed or cut out and every other byte stays. One pass, linear in the length whatever the text; it stops at the
/// first thing that is not well-formed and keeps what it found before. Entities are not expanded, and a document type,
/// which could declare some, is taken for broken.
/// </summary>
internal sealed class XmpScanner
{
    private const int MaxDepth = 200;
    private const int MaxNodes = 200_000;

    private readonly string _text;
    private readonly List<XmpNode> _nodes = [];
    private readonly Stack<(int Node, int Declared)> _open = new();
    private readonly Dictionary<string, string> _namespaces = new() { ["xml"] = "http://www.w3.org/XML/1998/namespace" };
    private readonly Stack<(string Prefix, string? Before)> _declared = new();
    private int _position;

    private XmpScanner(string text) => _text = text;

    /// <summary>What the text holds, in its order.</summary>
    /// <param name="text">The packet, a character for each byte.</param>
    /// <param name="isWellFormed">Whether all of it could be read.</param>
    public static List<XmpNode> Scan(string text, out bool isWellFormed)
    {
        var scanner = new XmpScanner(text);
        isWellFormed = scanner.Run();
        return scanner._nodes;
    }

    private bool Run()
    {
        while (true)
        {
            int tag = _text.IndexOf('<', _position);
            if (tag < 0)
                return _open.Count == 0 && _nodes.Count > 0;
            _position = tag;
            ReadOnlySpan<char> rest = _text.AsSpan(tag);
            bool isRead = rest switch
            {
                ['<', '!', '-', '-', ..] => SkipTo("-->"),
                ['<', '!', '[', ..] when rest.StartsWith("<![CDATA[") => SkipTo("]]>"),
                ['<', '!', ..] => false,
                ['<', '?', ..] => SkipTo("?>"),
                ['<', '/', ..] => Close(),
                _ => Open(),
            };
            if (!isRead)
                return false;
        }
    }

    private bool SkipTo(string end)
    {
        int at = _text.IndexOf(end, _position + 2, StringComparison.Ordinal);
        _position = at + end.Length;
        return at >= 0;
    }

    private bool Open()
    {
        int start = _position++;
        if (_open.Count >= MaxDepth || _nodes.Count >= MaxNodes || ReadName() is not { } name)
            return false;
        int parent = _open.Count == 0 ? -1 : _open.Peek().Node;
        List<(string Name, int Start, int ValueStart, int ValueEnd)>? attributes = ReadAttributes();
        if (attributes is null || _nodes.Count + attributes.Count >= MaxNodes)
            return false;
        bool isEmpty = _text[_position] == '/';
        _position += isEmpty ? 2 : 1;
        int declared = _declared.Count;
        var declarations = new List<XmpDeclaration>();
        foreach ((string attribute, int from, int valueStart, int valueEnd) in attributes)
        {
            if (attribute != "xmlns" && !attribute.StartsWith("xmlns:", StringComparison.Ordinal))
                continue;
            string prefix = attribute == "xmlns" ? "" : attribute[6..];
            Declare(prefix, _text[valueStart..valueEnd]);
            declarations.Add(new XmpDeclaration(prefix, _text[from..(valueEnd + 1)].TrimStart()));
        }

        var element = new XmpNode(Resolve(name, isAttribute: false), false, parent, start, _position) { Declarations = declarations };
        if (parent >= 0)
            _nodes[parent].HasElements = true;
        int index = _nodes.Count;
        _nodes.Add(element);
        foreach ((string attribute, int from, int valueStart, int valueEnd) in attributes)
        {
            if (attribute != "xmlns" && !attribute.StartsWith("xmlns:", StringComparison.Ordinal))
                _nodes.Add(new XmpNode(Resolve(attribute, isAttribute: true), true, index, from, valueStart) { ContentEnd = valueEnd, End = valueEnd + 1 });
        }

        _open.Push((index, declared));
        if (isEmpty)
            End(_position, _position);
        return true;
    }

    private bool Close()
    {
        int start = _position;
        _position += 2;
        if (_open.Count == 0 || ReadName() is not { } name || _nodes[_open.Peek().Node].Name.ToString() != name)
            return false;
        SkipBlanks();
        if (_position >= _text.Length || _text[_position] != '>')
            return false;
        End(start, ++_position);
        return true;
    }

    private void End(int contentEnd, int end)
    {
        (int node, int declared) = _open.Pop();
        _nodes[node].ContentEnd = contentEnd;
        _nodes[node].End = end;
        while (_declared.Count > declared)
        {
            (string prefix, string? before) = _declared.Pop();
            if (before is null)
                _namespaces.Remove(prefix);
            else
                _namespaces[prefix] = before;
        }
    }

    private void Declare(string prefix, string uri)
    {
        _declared.Push((prefix, _namespaces.GetValueOrDefault(prefix)));
        _namespaces[prefix] = uri;
    }

    private XmpName Resolve(string name, bool isAttribute)
    {
        int colon = name.IndexOf(':');
        string prefix = colon < 0 ? "" : name[..colon];
        // An attribute without a prefix is in no namespace (Namespaces in XML, 6.2).
        string? uri = isAttribute && colon < 0 ? "" : _namespaces.GetValueOrDefault(prefix);
        return new XmpName(prefix, name[(colon + 1)..], uri);
    }

    /// <summary>The attributes up to the end of the start tag, at which the position then is; null where they are broken.</summary>
    private List<(string Name, int Start, int ValueStart, int ValueEnd)>? ReadAttributes()
    {
        var attributes = new List<(string, int, int, int)>();
        while (attributes.Count < MaxNodes)
        {
            int start = _position;
            SkipBlanks();
            if (_position >= _text.Length)
                return null;
            if (_text[_position] == '>' || (_text[_position] == '/' && _position + 1 < _text.Length && _text[_position + 1] == '>'))
                return attributes;
            if (ReadName() is not { } name)
                return null;
            SkipBlanks();
            if (_position >= _text.Length || _text[_position++] != '=')
                return null;
            SkipBlanks();
            if (_position >= _text.Length || _text[_position] is not ('"' or '\'') || _position == start)
                return null;
            int valueStart = _position + 1, valueEnd = _text.IndexOf(_text[_position], valueStart);
            if (valueEnd < 0 || _text.AsSpan(valueStart, valueEnd - valueStart).Contains('<'))
                return null;
            attributes.Add((name, start, valueStart, valueEnd));
            _position = valueEnd + 1;
        }

        return null;
    }

    private string? ReadName()
    {
        int start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] is ':' or '-' or '_' or '.' or >= '\u0080'))
            _position++;
        return _position - start is > 0 and <= 256 ? _text[start.._position] : null;
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\r' or '\n')
            _position++;
    }
}
