using Mono.Cecil;
using Mono.Cecil.Cil;

namespace ImageResize.Architecture.Tests;

/// <summary>A type that uses another: what the compiler made of the code, whatever the source says.</summary>
/// <param name="From">The room of the type that knows.</param>
/// <param name="To">The room of the type that is known.</param>
/// <param name="Example">Both types' names, for who has to mend it.</param>
internal sealed record RoomReference(Room From, Room To, string Example)
{
    /// <summary>Says who is to be mended.</summary>
    public override string ToString() => $"{From} -> {To} ({Example})";
}

/// <summary>
/// Reads from compiled assemblies which room uses which: base types, members' signatures, attributes, local variables
/// and every instruction's operand, with the arguments of generic types. A nested type, and what the compiler makes of
/// a lambda, is of its declaring type's room. Constants are not seen: the compiler puts their values in.
/// </summary>
internal static class CompiledReferences
{
    /// <summary>The references between different rooms, one for each pair.</summary>
    public static IReadOnlyList<RoomReference> Between(IEnumerable<ModuleDefinition> modules)
    {
        var found = new Dictionary<(Room, Room), RoomReference>();
        foreach (ModuleDefinition module in modules)
        {
            foreach (TypeDefinition type in module.GetTypes())
            {
                if (RoomOf(type) is not { } from)
                    continue;
                foreach (TypeReference used in UsedBy(type).SelectMany(Parts))
                    if (RoomOf(used) is { } to && to != from)
                        found.TryAdd((from, to), new RoomReference(from, to, $"{Outermost(type).FullName} uses {Outermost(used).FullName}"));
            }
        }

        return [.. found.Values];
    }

    /// <summary>The room that a type is in; null where it is none of ours.</summary>
    public static Room? RoomOf(TypeReference type)
    {
        TypeReference outermost = Outermost(type);
        string assembly = outermost.Scope switch
        {
            AssemblyNameReference reference => reference.Name,
            ModuleDefinition module => module.Assembly.Name.Name,
            _ => string.Empty,
        };
        bool isOurs = Room.IsOurs(assembly) && Room.IsOurs(outermost.Namespace);
        return isOurs ? new Room(assembly, outermost.Namespace) : null;
    }

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } declaring)
            type = declaring;
        return type;
    }

    /// <summary>A type without its array, pointer or by-reference mark, and the arguments of a generic one.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Prepend(generic.ElementType),
        FunctionPointerType pointer => Signature(pointer).SelectMany(Parts),
        IModifierType modified => Parts(modified.ElementType).Concat(Parts(modified.ModifierType)),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static IEnumerable<TypeReference> UsedBy(TypeDefinition type) =>
    [
        .. type.BaseType is { } parent ? [parent] : Array.Empty<TypeReference>(),
        .. type.Interfaces.Select(implemented => implemented.InterfaceType),
        .. Constraints(type),
        .. Attributes(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.Select(raised => raised.EventType),
        .. type.Methods.SelectMany(UsedBy),
    ];

    private static IEnumerable<TypeReference> UsedBy(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Constraints(method),
        .. Attributes(method),
        .. method.Parameters.SelectMany(Attributes),
        .. method.HasBody ? UsedBy(method.Body) : [],
    ];

    private static IEnumerable<TypeReference> UsedBy(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType).OfType<TypeReference>(),
        .. body.Instructions.SelectMany(UsedBy),
    ];

    private static IEnumerable<TypeReference> UsedBy(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [method.DeclaringType, .. Signature(method), .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, .. Signature(method)],
        CallSite site => Signature(site),
        _ => [],
    };

    private static IEnumerable<TypeReference> Signature(IMethodSignature method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference> Constraints(IGenericParameterProvider generic) =>
        generic.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    /// <summary>
    /// An attribute's type, and the types that it names (<c>typeof</c>). Only attributes that take types are read: the
    /// values of others' enumerations can't be without the assemblies that define them.
    /// </summary>
    private static IEnumerable<TypeReference> Attributes(ICustomAttributeProvider provider) => provider.CustomAttributes.SelectMany(attribute =>
        attribute.Constructor.Parameters.Any(parameter => parameter.ParameterType.FullName is "System.Type" or "System.Type[]")
            ? attribute.ConstructorArguments.SelectMany(Named).Append(attribute.AttributeType)
            : [attribute.AttributeType]);

    private static IEnumerable<TypeReference> Named(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [type],
        CustomAttributeArgument[] several => several.SelectMany(Named),
        _ => [],
    };
}
